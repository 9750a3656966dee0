//! A neural network that is asked for values by name; the only file that runs one.
//!
//! Inner values can be asked for like outputs, so that a part of a network can be taken over by code of
//! our own. Fakes of [`Model`] take its place in tests.

use std::{path::Path, sync::Arc};

use rten::{ModelOptions, NodeId, RunOptions, ThreadPool, Value, ValueOrView};
use rten_tensor::{AsView, Layout};

use tingxinwen_core::speech::Cancel;

use crate::mapped;

/// Numbers in a shape, row-major.
#[derive(Clone, Debug, PartialEq)]
pub struct Tensor<T> {
    /// Length of each axis.
    pub shape: Vec<usize>,
    /// As many as the product of `shape`.
    pub data: Vec<T>,
}

impl<T> Tensor<T> {
    /// `data` as a matrix of one row.
    pub fn row(data: Vec<T>) -> Self {
        Self { shape: vec![1, data.len()], data }
    }

    /// `data` as a vector.
    pub fn vector(data: Vec<T>) -> Self {
        Self { shape: vec![data.len()], data }
    }
}

/// What a network is given.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// Floats.
    Floats(Tensor<f32>),
    /// Integers of any width of the graph.
    Integers(Tensor<i32>),
}

/// Why a network gave no values.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// Its files could not be read.
    #[error("the model could not be loaded: {0}")]
    Load(String),
    /// It has no such value.
    #[error("the model has no value {0}")]
    NoValue(String),
    /// Nobody wants its values any more.
    #[error("nobody wants it any more")]
    Unwanted,
    /// It stopped, or gave something else than floats.
    #[error("the model failed: {0}")]
    Run(String),
}

/// A network.
pub trait Model: Send + Sync {
    /// The values called `outputs`, in that order, for `inputs` by name.
    ///
    /// # Errors
    /// [`ModelError::NoValue`] for a name that the network has not; [`ModelError::Run`] where shapes do
    /// not fit.
    fn run(&self, inputs: Vec<(&str, Input)>, outputs: &[&str]) -> Result<Vec<Tensor<f32>>, ModelError>;

    /// Hands the lengths called `lengths` to `listener`, then the sound called `audio`: stretch by stretch where the
    /// network can, else as a whole.
    ///
    /// # Errors
    /// As [`run`](Self::run); [`ModelError::Unwanted`] where the listener does not want it any more.
    fn speak(
        &self,
        inputs: Vec<(&str, Input)>,
        [audio, lengths]: [&str; 2],
        listener: &mut dyn Listener,
    ) -> Result<(), ModelError> {
        let values = self.run(inputs, &[audio, lengths])?;
        let Ok([audio, lengths]) = <[Tensor<f32>; 2]>::try_from(values) else {
            return Err(ModelError::Run("it gave another number of values than asked for".to_owned()));
        };
        let Cuts { first, .. } = listener.cuts(&lengths.data);
        // A network without stretches makes the silence before the first too.
        let units = lengths.data.iter().sum::<f32>().max(1.0);
        let before = (audio.data.len() as f32 / units * first as f32) as usize;
        listener.take(audio.data.get(before..).unwrap_or_default());
        Ok(())
    }
}

/// Where stretches of a sound are cut, in the units of its lengths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cuts {
    /// Where the first begins: what is before that is silence, and may be left out.
    pub first: usize,
    /// Where each but the last ends, in order.
    pub ends: Vec<usize>,
}

/// Takes sound as it is made.
pub trait Listener {
    /// Takes the lengths of symbols; tells where stretches are to be cut.
    fn cuts(&mut self, lengths: &[f32]) -> Cuts;

    /// Takes the next samples.
    fn take(&mut self, samples: &[f32]);

    /// Tells whether the rest is wanted, on any thread.
    fn wanted(&self) -> Cancel;
}

/// A network on the runtime `rten`.
pub struct RtenModel {
    model: rten::Model,
    threads: Arc<ThreadPool>,
}

impl RtenModel {
    /// The network at `path`, to be run on `threads` threads of its own.
    ///
    /// # Errors
    /// [`ModelError::Load`] where the file or the weights it names are missing, cut off or damaged.
    pub fn open(path: &Path, threads: usize) -> Result<Self, ModelError> {
        let model = mapped::load(&ModelOptions::with_all_ops(), path)
            .map_err(|error| ModelError::Load(error.to_string()))?;
        Ok(Self { model, threads: Arc::new(ThreadPool::with_num_threads(threads.max(1))) })
    }

    fn node(&self, name: &str) -> Result<NodeId, ModelError> {
        self.model.find_node(name).ok_or_else(|| ModelError::NoValue(name.to_owned()))
    }
}

impl Model for RtenModel {
    fn run(&self, inputs: Vec<(&str, Input)>, outputs: &[&str]) -> Result<Vec<Tensor<f32>>, ModelError> {
        let run_error = |error: &dyn std::fmt::Display| ModelError::Run(error.to_string());
        let mut values: Vec<(NodeId, ValueOrView)> = Vec::with_capacity(inputs.len());
        for (name, input) in inputs {
            let value = match input {
                Input::Floats(tensor) => Value::from_shape(tensor.shape.as_slice(), tensor.data)
                    .map_err(|error| run_error(&error))?,
                Input::Integers(tensor) => Value::from_shape(tensor.shape.as_slice(), tensor.data)
                    .map_err(|error| run_error(&error))?,
            };
            values.push((self.node(name)?, value.into()));
        }
        let wanted = outputs.iter().map(|name| self.node(name)).collect::<Result<Vec<_>, _>>()?;
        let options = RunOptions::default().with_thread_pool(Some(Arc::clone(&self.threads)));
        let found = self.model.run(values, &wanted, Some(options)).map_err(|error| run_error(&error))?;
        found
            .into_iter()
            .map(|value| {
                let tensor: rten_tensor::Tensor<f32> = value.try_into().map_err(|error| run_error(&error))?;
                Ok(Tensor { shape: tensor.shape().to_vec(), data: tensor.to_vec() })
            })
            .collect()
    }
}

impl std::fmt::Debug for RtenModel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RtenModel").finish_non_exhaustive()
    }
}

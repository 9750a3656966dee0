//! Graph rewrites: from the quantized operators of the download to plain ones on `f32`.
//!
//! Every function takes the whole graph, changes the operators that it knows, and names the
//! constants that are to be [dequantized](Dequantize); those are worked out only when they are
//! written, so that never more than one of them is in memory. What nothing uses any more goes
//! with [`drop_unused`].

use std::collections::{HashMap, HashSet};

use super::{
    convert::ConvertError,
    onnx::{Attribute, GraphProto, NodeProto, TensorProto},
};

/// How a constant becomes `f32`: `(element - zero) * scale`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Dequantize {
    /// The constant of scales: one, one per column, or one per direction of an LSTM.
    pub scale: String,
    /// The constant of zero points, shaped like the scales or a single one.
    pub zero: String,
    /// How the scales lie over the elements, and how these are to lie afterwards.
    pub layout: Layout,
}

/// Where scales apply, and whether elements move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    /// Scales, if more than one, belong to the last axis.
    Columns,
    /// `[direction, in, 4 * hidden]` with a scale a direction, to `[direction, 4 * hidden, in]`, the order of
    /// ONNX's own LSTM.
    Lstm,
}

/// The constants to be dequantized, by name.
pub(crate) type Pending = HashMap<String, Dequantize>;

/// The real part of silence, so that its phase is that of zero and not of `0 / 0`.
///
/// Far below the least magnitude that matters (float resolution near 1 is 1e-7), far above the least
/// normal `f32` (1e-38).
const SILENCE: f32 = 1e-20;

/// The quotient whose arc tangent is the phase of the harmonic source.
const PHASE_QUOTIENT: &str = "/decoder/decoder/generator/Div_output_0";

/// Who makes which value, and who uses it, by index of operator.
pub(crate) struct Links {
    maker: HashMap<String, usize>,
    users: HashMap<String, Vec<usize>>,
}

impl Links {
    /// All links of `graph`.
    pub(crate) fn of(graph: &GraphProto) -> Self {
        let mut links = Self { maker: HashMap::new(), users: HashMap::new() };
        for (idx, node) in graph.node.iter().enumerate() {
            for name in &node.output {
                links.maker.insert(name.clone(), idx);
            }
            for name in &node.input {
                links.users.entry(name.clone()).or_default().push(idx);
            }
        }
        links
    }

    /// The operator that makes `value`, if it is a `kind`.
    pub(crate) fn made_by<'g>(
        &self,
        graph: &'g GraphProto,
        value: &str,
        kind: &str,
    ) -> Result<&'g NodeProto, ConvertError> {
        self.maker
            .get(value)
            .map(|&idx| &graph.node[idx])
            .filter(|node| node.op_type() == kind)
            .ok_or_else(|| ConvertError::unexpected(value, kind))
    }

    /// The only user of `value`, with its index.
    fn used_by<'g>(
        &self,
        graph: &'g GraphProto,
        value: &str,
    ) -> Result<(usize, &'g NodeProto), ConvertError> {
        match self.users.get(value).map(Vec::as_slice) {
            Some(&[idx]) => Ok((idx, &graph.node[idx])),
            Some(_) | None => Err(ConvertError::unexpected(value, "a single user")),
        }
    }
}

/// The input of `node` at `idx`, or why it is missing.
pub(crate) fn input(node: &NodeProto, idx: usize) -> Result<&str, ConvertError> {
    node.input
        .get(idx)
        .map(String::as_str)
        .ok_or_else(|| ConvertError::unexpected(node.name(), "more inputs"))
}

/// The first output of `node`, or why it is missing.
pub(crate) fn output(node: &NodeProto) -> Result<&str, ConvertError> {
    node.output.first().map(String::as_str).ok_or_else(|| ConvertError::unexpected(node.name(), "an output"))
}

/// The input of the two of `node` that is not `known`.
pub(crate) fn other_input<'n>(node: &'n NodeProto, known: &str) -> Result<&'n str, ConvertError> {
    let other = usize::from(input(node, 0)? == known);
    input(node, other)
}

/// `DynamicQuantizeLinear`, an integer product, its bias and its scale, as one product of floats.
pub(crate) fn products(graph: &mut GraphProto, pending: &mut Pending) -> Result<(), ConvertError> {
    let links = Links::of(graph);
    let mut changes = Vec::new();
    for node in &graph.node {
        let kind = match node.op_type() {
            "MatMulInteger" => "MatMul",
            "ConvInteger" => "Conv",
            _ => continue,
        };
        let quantize = links.made_by(graph, input(node, 0)?, "DynamicQuantizeLinear")?;
        let weight = input(node, 1)?;
        let mut inputs = vec![input(quantize, 0)?, weight];
        let (_, mut next) = links.used_by(graph, output(node)?)?;
        if next.op_type() == "Add" {
            // The bias was quantized with the scale of the input, at every run: undone up to the division.
            let mut name = other_input(next, output(node)?)?;
            for step in ["Reshape", "Cast", "Floor"] {
                name = input(links.made_by(graph, name, step)?, 0)?;
            }
            inputs.push(input(links.made_by(graph, name, "Div")?, 0)?);
            next = links.used_by(graph, output(next)?)?.1;
        }
        if next.op_type() != "Cast" {
            return Err(ConvertError::unexpected(node.name(), "Cast"));
        }
        let (place, scaled) = links.used_by(graph, output(next)?)?;
        let scales = links.made_by(graph, other_input(scaled, output(next)?)?, "Mul")?;
        let input_scale = quantize.output.get(1).map(String::as_str).unwrap_or_default();
        let weight_scale = other_input(scales, input_scale)?;
        pending.insert(
            weight.to_owned(),
            Dequantize {
                scale: weight_scale.to_owned(),
                zero: input(node, 3)?.to_owned(),
                layout: Layout::Columns,
            },
        );
        let mut product = NodeProto::new(kind, &inputs, output(scaled)?);
        product.attribute.clone_from(&node.attribute);
        changes.push((place, product));
    }
    for (place, product) in changes {
        graph.node[place] = product;
    }
    Ok(())
}

/// Look-ups in quantized tables as look-ups in tables of floats.
pub(crate) fn lookups(graph: &mut GraphProto, pending: &mut Pending) -> Result<(), ConvertError> {
    let links = Links::of(graph);
    let mut changes = Vec::new();
    for (place, node) in graph.node.iter().enumerate() {
        if node.op_type() != "DequantizeLinear" {
            continue;
        }
        let gather = links.made_by(graph, input(node, 0)?, "Gather")?;
        let table = input(gather, 0)?;
        pending.insert(
            table.to_owned(),
            Dequantize {
                scale: input(node, 1)?.to_owned(),
                zero: input(node, 2)?.to_owned(),
                layout: Layout::Columns,
            },
        );
        let mut lookup = NodeProto::new("Gather", &[table, input(gather, 1)?], output(node)?);
        lookup.attribute.clone_from(&gather.attribute);
        changes.push((place, lookup));
    }
    for (place, lookup) in changes {
        graph.node[place] = lookup;
    }
    Ok(())
}

/// Operators that only ONNX Runtime knows, as one or two of ONNX's own.
pub(crate) fn contributed(graph: &mut GraphProto, pending: &mut Pending) -> Result<(), ConvertError> {
    let mut nodes = Vec::with_capacity(graph.node.len());
    for node in std::mem::take(&mut graph.node) {
        match node.op_type() {
            "DynamicQuantizeLSTM" => nodes.push(lstm(node, pending)?),
            "FastGelu" => {
                let inner = format!("{}:biased", output(&node)?);
                nodes.push(NodeProto::new("Add", &[input(&node, 0)?, input(&node, 1)?], &inner));
                let gelu = NodeProto::new("Gelu", &[&inner], output(&node)?);
                nodes.push(gelu.with(Attribute::text("approximate", "tanh")));
            }
            "SkipLayerNormalization" => {
                let inner = format!("{}:sum", output(&node)?);
                let epsilon =
                    node.attribute.iter().find(|a| a.name() == "epsilon").map_or(1e-5, Attribute::f);
                nodes.push(NodeProto::new("Add", &[input(&node, 0)?, input(&node, 1)?], &inner));
                let norm = NodeProto::new(
                    "LayerNormalization",
                    &[&inner, input(&node, 2)?, input(&node, 3)?],
                    output(&node)?,
                );
                nodes.push(norm.with(Attribute::int("axis", -1)).with(Attribute::float("epsilon", epsilon)));
            }
            "FusedMatMul" => {
                // The one of this model: first factor transposed, nothing scaled.
                let inner = format!("{}:transposed", output(&node)?);
                let transpose = NodeProto::new("Transpose", &[input(&node, 0)?], &inner);
                nodes.push(transpose.with(Attribute::ints("perm", &[0, 2, 1])));
                nodes.push(NodeProto::new("MatMul", &[&inner, input(&node, 1)?], output(&node)?));
            }
            _ => nodes.push(node),
        }
    }
    graph.node = nodes;
    Ok(())
}

/// The LSTM of ONNX; inputs 8 to 11 of the quantized one are scales and zero points.
fn lstm(mut node: NodeProto, pending: &mut Pending) -> Result<NodeProto, ConvertError> {
    for (weight, scale) in [(1, 8), (2, 10)] {
        pending.insert(
            input(&node, weight)?.to_owned(),
            Dequantize {
                scale: input(&node, scale)?.to_owned(),
                zero: input(&node, scale + 1)?.to_owned(),
                layout: Layout::Lstm,
            },
        );
    }
    node.input.truncate(7);
    node.op_type = Some("LSTM".to_owned());
    node.domain = None;
    Ok(node)
}

/// Keeps the phase of exact silence a number: a true zero over a true zero made the whole sound NaN.
pub(crate) fn silence(graph: &mut GraphProto) -> Result<(), ConvertError> {
    let links = Links::of(graph);
    let place = *links
        .maker
        .get(PHASE_QUOTIENT)
        .ok_or_else(|| ConvertError::unexpected(PHASE_QUOTIENT, "a maker"))?;
    let real = input(&graph.node[place], 1)?.to_owned();
    let (inner, least) = (format!("{real}:not_zero"), "least_real_part");
    graph.initializer.push(TensorProto::floats(least, &[], &[SILENCE]));
    graph.node[place].input[1].clone_from(&inner);
    graph.node.insert(place, NodeProto::new("Add", &[&real, least], &inner));
    Ok(())
}

/// Drops operators that no output needs, and constants that no operator uses.
///
/// Gives the names of all values that are in use.
pub(crate) fn drop_unused(graph: &mut GraphProto) -> HashSet<String> {
    let mut needed: HashSet<String> = graph.output.iter().map(|value| value.name().to_owned()).collect();
    let mut kept = Vec::new();
    for node in std::mem::take(&mut graph.node).into_iter().rev() {
        if node.output.iter().any(|name| needed.contains(name)) {
            needed.extend(node.input.iter().cloned());
            kept.push(node);
        }
    }
    kept.reverse();
    graph.node = kept;
    graph.initializer.retain(|constant| needed.contains(constant.name()));
    needed
}

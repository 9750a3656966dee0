//! Graph fusion: rewrites that make the network faster and leave its sound unchanged.

use super::{
    onnx::{Attribute, GraphProto, NodeProto, TensorProto, data_type},
    rewrite::{Links, input, other_input, output},
};

/// The shape `[-1]`: a vector of whatever is there.
const FLAT: &str = "flat_shape";

/// An instance norm with scale and shift, written out by its exporter in nine operators over the whole
/// sound, as the one operator that it is.
///
/// Other patterns stay unchanged.
pub(crate) fn instance_norms(graph: &mut GraphProto) {
    let links = Links::of(graph);
    let norms: Vec<Norm> =
        (0..graph.node.len()).filter_map(|place| Norm::ending_at(graph, &links, place)).collect();
    if norms.is_empty() {
        return;
    }
    let mut nodes: Vec<Vec<NodeProto>> =
        std::mem::take(&mut graph.node).into_iter().map(|node| vec![node]).collect();
    for norm in norms {
        let flat = |value: &str| format!("{value}:flat");
        let (scale, shift) = (flat(&norm.scale), flat(&norm.shift));
        let fused = NodeProto::new("InstanceNormalization", &[&norm.input, &scale, &shift], &norm.output);
        nodes[norm.place] = vec![
            NodeProto::new("Reshape", &[&norm.scale, FLAT], &scale),
            NodeProto::new("Reshape", &[&norm.shift, FLAT], &shift),
            fused.with(Attribute::float("epsilon", norm.epsilon)),
        ];
    }
    graph.node = nodes.into_iter().flatten().collect();
    graph.initializer.push(TensorProto {
        dims: vec![1],
        data_type: Some(data_type::INT64),
        name: Some(FLAT.to_owned()),
        raw_data: Some((-1_i64).to_le_bytes().to_vec()),
        ..TensorProto::default()
    });
}

/// `scale * (x - mean) / sqrt(mean((x - mean)²) + epsilon) + shift`, means taken over time.
struct Norm {
    /// The operator that makes `output`.
    place: usize,
    input: String,
    scale: String,
    shift: String,
    epsilon: f32,
    output: String,
}

impl Norm {
    /// The norm whose last addition is the operator at `place`.
    fn ending_at(graph: &GraphProto, links: &Links, place: usize) -> Option<Self> {
        let made_by = |value: &str, kind: &str| links.made_by(graph, value, kind).ok();
        let last = graph.node.get(place).filter(|node| node.op_type() == "Add")?;
        let scaled = made_by(input(last, 0).ok()?, "Mul")?;
        let normal = made_by(input(scaled, 1).ok()?, "Div")?;
        let centred = made_by(input(normal, 0).ok()?, "Sub")?;
        let deviation = made_by(input(normal, 1).ok()?, "Sqrt")?;
        let variance = made_by(input(deviation, 0).ok()?, "Add")?;
        let mean_square = made_by(input(variance, 0).ok()?, "ReduceMean")?;
        let square = made_by(input(mean_square, 0).ok()?, "Mul")?;
        let mean = made_by(input(centred, 1).ok()?, "ReduceMean")?;
        let difference = output(centred).ok()?;
        let constant = |name: &str| graph.initializer.iter().find(|tensor| tensor.name() == name);
        let over_time = |node: &NodeProto| {
            let axes = input(node, 1).ok().and_then(constant).and_then(|axes| axes.raw_data.clone());
            axes == Some(2_i64.to_le_bytes().to_vec())
        };
        let fits = square.input.iter().all(|name| name == difference)
            && input(mean, 0).ok()? == input(centred, 0).ok()?
            && over_time(mean)
            && over_time(mean_square);
        let epsilon =
            *constant(other_input(variance, output(mean_square).ok()?).ok()?)?.as_floats()?.first()?;
        fits.then_some(Self {
            place,
            input: input(centred, 0).ok()?.to_owned(),
            scale: input(scaled, 0).ok()?.to_owned(),
            shift: input(last, 1).ok()?.to_owned(),
            epsilon,
            output: output(last).ok()?.to_owned(),
        })
    }
}

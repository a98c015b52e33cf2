//! Apache Parquet: the tables of nodes and of edges for DuckDB, pandas, Polars and Spark.
//!
//! All values are texts in UTF-8: a date may be a year or a month alone, which no type for dates holds. Attributes with
//! many values are lists, empty where there are none; attributes with one value are null where there is none. A table
//! is written a group of rows at a time, so that no more than a group is held.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, Type as PhysicalType};
use parquet::data_type::{ByteArray, ByteArrayType};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{Type, TypePtr};

use super::network::{EDGE_ATTRIBUTES, NODE_ATTRIBUTES, Value, edges, node_lists, nodes};
use super::{ExportOptions, Provenance, written};
use crate::error::{Error, Result};
use crate::graph::KnowledgeGraph;

/// Rows of a group. Readers skip groups and read them side by side; with a sentence in each row, a group is some
/// megabytes.
const GROUP: usize = 8192;

/// Writes the table of nodes: `id`, `type`, `name`, then the attributes.
///
/// # Errors
/// [`Error::Write`] where the output fails.
pub(super) fn write_nodes(graph: &KnowledgeGraph, options: &ExportOptions, out: &mut dyn Write) -> Result<()> {
    let lists = node_lists(graph);
    let mut columns: Vec<Column> = ["id", "type", "name"].map(|name| Column::new(name, Shape::Required)).into();
    columns.extend(NODE_ATTRIBUTES.map(|name| Column::new(name, Shape::Optional)));
    columns.extend(lists.iter().map(|name| Column::new(name, Shape::List)));
    let mut table = Table::new("nodes", columns, out)?;
    for node in nodes(graph, &options.base) {
        let single = [node.path, node.kind, node.name].map(|text| vec![ByteArray::from(text)]);
        let values = NODE_ATTRIBUTES.iter().map(|wanted| valued(&node.values, wanted));
        let many = lists.iter().map(|wanted| {
            let values = node.lists.iter().filter(|(name, _)| name == wanted).flat_map(|(_, values)| values);
            values.map(text_of).collect()
        });
        table.push(single.into_iter().chain(values).chain(many))?;
    }
    table.finish()
}

/// Writes the table of edges: `source`, `target`, `predicate`, then the attributes.
///
/// # Errors
/// [`Error::Write`] where the output fails.
pub(super) fn write_edges(graph: &KnowledgeGraph, options: &ExportOptions, out: &mut dyn Write) -> Result<()> {
    let mut columns: Vec<Column> =
        ["source", "target", "predicate"].map(|name| Column::new(name, Shape::Required)).into();
    columns.extend(EDGE_ATTRIBUTES.map(|name| Column::new(name, Shape::Optional)));
    let mut table = Table::new("edges", columns, out)?;
    for edge in edges(graph, &options.base, options.provenance.unwrap_or(Provenance::Claim)) {
        let single = [edge.source, edge.target, edge.predicate].map(|text| vec![ByteArray::from(text)]);
        let values = EDGE_ATTRIBUTES.iter().map(|wanted| valued(&edge.values, wanted));
        table.push(single.into_iter().chain(values))?;
    }
    table.finish()
}

/// The value of an attribute, if it has one.
fn valued(values: &[(&'static str, Value<'_>)], wanted: &str) -> Vec<ByteArray> {
    values.iter().find(|(name, _)| *name == wanted).map(|(_, value)| text_of(value)).into_iter().collect()
}

fn text_of(value: &Value<'_>) -> ByteArray {
    ByteArray::from(value.text().as_ref())
}

/// How many values a row has in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// One.
    Required,
    /// One or none.
    Optional,
    /// Any number.
    List,
}

/// The rows of a group in one column.
#[derive(Debug)]
struct Column {
    name: &'static str,
    shape: Shape,
    values: Vec<ByteArray>,
    /// For each value and for each row without one: 1 where there is a value.
    definition: Vec<i16>,
    /// For each of the same: 1 where it goes on with the list of the row before.
    repetition: Vec<i16>,
}

impl Column {
    const fn new(name: &'static str, shape: Shape) -> Self {
        Self { name, shape, values: Vec::new(), definition: Vec::new(), repetition: Vec::new() }
    }

    fn push(&mut self, row: Vec<ByteArray>) {
        if row.is_empty() {
            self.definition.push(0);
            self.repetition.push(0);
        }
        for (at, value) in row.into_iter().enumerate() {
            self.definition.push(1);
            self.repetition.push(i16::from(at > 0));
            self.values.push(value);
        }
    }

    /// The levels of the column, where its shape has them.
    fn levels(&self) -> [Option<&[i16]>; 2] {
        [
            (self.shape != Shape::Required).then_some(self.definition.as_slice()),
            (self.shape == Shape::List).then_some(self.repetition.as_slice()),
        ]
    }

    fn clear(&mut self) {
        self.values.clear();
        self.definition.clear();
        self.repetition.clear();
    }

    /// # Source
    /// "Lists" in the document `LogicalTypes` of the format: three levels, the middle one repeated.
    fn schema(&self) -> std::result::Result<Type, ParquetError> {
        let text = |name: &str, repetition| {
            Type::primitive_type_builder(name, PhysicalType::BYTE_ARRAY)
                .with_repetition(repetition)
                .with_logical_type(Some(LogicalType::String))
                .with_converted_type(ConvertedType::UTF8)
                .build()
        };
        match self.shape {
            Shape::Required => text(self.name, Repetition::REQUIRED),
            Shape::Optional => text(self.name, Repetition::OPTIONAL),
            Shape::List => {
                let repeated = Type::group_type_builder("list")
                    .with_repetition(Repetition::REPEATED)
                    .with_fields(vec![Arc::new(text("element", Repetition::REQUIRED)?)])
                    .build()?;
                Type::group_type_builder(self.name)
                    .with_repetition(Repetition::REQUIRED)
                    .with_logical_type(Some(LogicalType::List))
                    .with_converted_type(ConvertedType::LIST)
                    .with_fields(vec![Arc::new(repeated)])
                    .build()
            }
        }
    }
}

/// A table under way.
struct Table<'o> {
    columns: Vec<Column>,
    rows: usize,
    /// Writes into memory, which is emptied into `out` after each group.
    writer: SerializedFileWriter<Vec<u8>>,
    out: &'o mut dyn Write,
}

impl<'o> Table<'o> {
    fn new(name: &str, columns: Vec<Column>, out: &'o mut dyn Write) -> Result<Self> {
        let fields = columns.iter().map(|column| column.schema().map(Arc::new)).collect::<std::result::Result<_, _>>();
        let schema = fields.and_then(|fields| Type::group_type_builder(name).with_fields(fields).build());
        let schema: TypePtr = Arc::new(schema.map_err(failed)?);
        let properties = WriterProperties::builder()
            .set_created_by(concat!("pressgraph version ", env!("CARGO_PKG_VERSION")).to_owned())
            .set_compression(Compression::SNAPPY)
            .build();
        let writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties)).map_err(failed)?;
        Ok(Self { columns, rows: 0, writer, out })
    }

    /// Adds a row: for each column its values.
    fn push(&mut self, row: impl Iterator<Item = Vec<ByteArray>>) -> Result<()> {
        for (column, values) in self.columns.iter_mut().zip(row) {
            column.push(values);
        }
        self.rows += 1;
        if self.rows == GROUP { self.end_group() } else { Ok(()) }
    }

    fn end_group(&mut self) -> Result<()> {
        if self.rows == 0 {
            return Ok(());
        }
        let mut group = self.writer.next_row_group().map_err(failed)?;
        for column in &mut self.columns {
            let Some(mut chunk) = group.next_column().map_err(failed)? else { break };
            let [definition, repetition] = column.levels();
            chunk.typed::<ByteArrayType>().write_batch(&column.values, definition, repetition).map_err(failed)?;
            chunk.close().map_err(failed)?;
            column.clear();
        }
        group.close().map_err(failed)?;
        self.rows = 0;
        written(self.writer.flush())?;
        written(self.out.write_all(&std::mem::take(self.writer.inner_mut())))
    }

    /// Writes what is left, and the footer.
    fn finish(mut self) -> Result<()> {
        self.end_group()?;
        let rest = self.writer.into_inner().map_err(failed)?;
        written(self.out.write_all(&rest))
    }
}

/// Gives a failure of the writer its place among our errors.
fn failed(cause: ParquetError) -> Error {
    Error::Write { path: PathBuf::from("output"), cause: std::io::Error::other(cause) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;

    fn table(rows: usize) -> Vec<u8> {
        let columns = vec![
            Column::new("id", Shape::Required),
            Column::new("date", Shape::Optional),
            Column::new("aliases", Shape::List),
        ];
        let mut out = Vec::new();
        let mut table = Table::new("nodes", columns, &mut out).unwrap();
        for at in 0..rows {
            let texts = |count: usize| (0..count).map(|n| ByteArray::from(format!("{at}/{n}").as_str())).collect();
            table.push([texts(1), texts(at % 2), texts(at % 4)].into_iter()).unwrap();
        }
        table.finish().unwrap();
        out
    }

    #[test]
    fn rows_of_all_groups_are_read_as_they_were_written() {
        for rows in [0, 1, GROUP, 2 * GROUP + 5] {
            let reader = SerializedFileReader::new(bytes::Bytes::from(table(rows))).unwrap();
            assert_eq!(reader.num_row_groups(), rows.div_ceil(GROUP));
            let read: Vec<_> = reader.get_row_iter(None).unwrap().map(|row| row.unwrap().into_columns()).collect();
            assert_eq!(read.len(), rows);
            for (at, row) in read.iter().enumerate() {
                assert_eq!(row[0].1, Field::Str(format!("{at}/0")));
                assert_eq!(row[1].1, if at % 2 == 0 { Field::Null } else { Field::Str(format!("{at}/0")) });
                let Field::ListInternal(list) = &row[2].1 else { panic!("no list: {:?}", row[2]) };
                let expected: Vec<Field> = (0..at % 4).map(|n| Field::Str(format!("{at}/{n}"))).collect();
                assert_eq!(list.elements(), expected);
            }
        }
    }
}

/// A row of a table, by the places of both.
public struct TableRow: Hashable, Sendable {
  public let table: Int
  public let row: Int

  public init(table: Int, row: Int) {
    self.table = table
    self.row = row
  }
}

/// Which rows of tables gave a value, for whoever asks afterwards.
///
/// A class, because the readers of all runs of an interpreter write into the same.
final class RowLog {
  var rows: Set<TableRow> = []
}

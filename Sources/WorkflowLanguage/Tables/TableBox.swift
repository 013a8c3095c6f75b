/// Some of the cells of each column: all combinations of them, which are the cases of a row.
struct TableBox {
  /// For each column, which of its cells are in.
  var sides: [PlaceSet]

  init(_ sides: [PlaceSet]) { self.sides = sides }

  /// Every case of columns with so many cells.
  init(all sizes: [Int]) { sides = sizes.map { PlaceSet(all: $0) } }

  /// Whether no case is in it.
  var isEmpty: Bool { sides.contains(where: \.isEmpty) }

  /// Whether a case is in both; takes off what had to be looked at.
  func meets(_ other: TableBox, looks: inout Int) -> Bool {
    for column in sides.indices {
      looks -= 1 + sides[column].work(with: other.sides[column])
      if !sides[column].meets(other.sides[column]) { return false }
    }
    return true
  }

  func common(with other: TableBox) -> TableBox {
    TableBox(zip(sides, other.sides).map { $0.common(with: $1) })
  }

  var count: CaseCount {
    sides.reduce(into: CaseCount(1)) { $0.multiply(by: $1.count) }
  }
}

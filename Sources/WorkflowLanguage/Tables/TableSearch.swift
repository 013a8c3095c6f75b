/// Looks for a case that no box holds.
///
/// It goes through the columns, and keeps the boxes that hold the cells chosen so far; where one of
/// them holds everything in the columns that are left, or the same boxes have led to nothing before,
/// there is nothing to look for.
struct TableSearch {
  private(set) var boxes: [TableBox]
  private let sizes: [Int]
  /// For each column and each of its cells, the boxes that hold it.
  private var holders: [[PlaceSet]]
  /// How much may still be looked at.
  private(set) var looks: Int

  enum Outcome: Equatable {
    /// Every case is held.
    case none
    /// A cell of each column.
    case found([Int])
    /// There was too much to look at.
    case unfinished
  }

  init(_ boxes: [TableBox], sizes: [Int], looks: Int) {
    self.boxes = boxes
    self.sizes = sizes
    self.looks = looks
    holders = []
    for (column, size) in sizes.enumerated() {
      self.looks -= size * (1 + PlaceSet.width(boxes.count))
      if self.looks < 0 { return }
      var anywhere = PlaceSet(capacity: boxes.count)
      for (number, box) in boxes.enumerated() where box.sides[column].isFull {
        anywhere.insert(number)
      }
      var cells = Array(repeating: anywhere, count: size)
      for (number, box) in boxes.enumerated() where !anywhere.contains(number) {
        let held = box.sides[column].elements
        self.looks -= held.count
        if self.looks < 0 { return }
        for cell in held { cells[cell].insert(number) }
      }
      holders.append(cells)
    }
  }

  /// Looks among the cases of a box.
  ///
  /// - Parameter numbers: the boxes that count.
  mutating func uncovered(within box: TableBox, by numbers: Range<Int>) -> Outcome {
    if looks < 0 { return .unfinished }
    var rows = PlaceSet(capacity: boxes.count)
    var descent = Descent(box: box, boxes: boxes.count)
    for number in numbers where boxes[number].meets(box, looks: &looks) {
      rows.insert(number)
      for column in sizes.indices.reversed() {
        looks -= 1 + boxes[number].sides[column].work(with: box.sides[column])
        guard boxes[number].sides[column].holds(box.sides[column]) else { break }
        descent.covering[column].insert(number)
      }
      if looks < 0 { return .unfinished }
    }
    if let point = point(from: 0, rows, &descent) { return .found(point) }
    return looks < 0 ? .unfinished : .none
  }

  private mutating func point(
    from column: Int, _ rows: PlaceSet, _ descent: inout Descent
  ) -> [Int]? {
    if rows.isEmpty { return descent.box.sides[column...].map { $0.first ?? 0 } }
    if rows.meets(descent.covering[column]) { return nil }
    let key = Key(column: column, rows: rows)
    if descent.fruitless.contains(key) { return nil }
    for cell in descent.cells[column] {
      looks -= TableSearch.workOfStep + PlaceSet.width(boxes.count)
      if looks < 0 { return nil }
      let holding = rows.common(with: holders[column][cell])
      if let rest = point(from: column + 1, holding, &descent) { return [cell] + rest }
      if looks < 0 { return nil }
    }
    descent.fruitless.insert(key)
    return nil
  }

  /// What remembering a set of rows counts for, in looks.
  private static let workOfStep = 8

  /// Where a search stands.
  private struct Descent {
    let box: TableBox
    let cells: [[Int]]
    /// For each column, the boxes that hold everything from there on; behind the last one all do.
    var covering: [PlaceSet]
    /// What has led to nothing.
    var fruitless: Set<Key> = []

    init(box: TableBox, boxes count: Int) {
      self.box = box
      cells = box.sides.map(\.elements)
      covering = Array(repeating: PlaceSet(capacity: count), count: box.sides.count)
      covering.append(PlaceSet(all: count))
    }
  }

  /// The boxes that hold the cells of the columns before this one.
  private struct Key: Hashable {
    let column: Int
    let rows: PlaceSet
  }

  /// A case that no box holds, and those around it, as one box.
  mutating func widened(_ point: [Int], axes: [TableAxis]) -> TableBox {
    var wide = TableBox(
      zip(point, sizes).map { cell, size in
        var side = PlaceSet(capacity: size)
        side.insert(cell)
        return side
      })
    for (column, axis) in axes.enumerated() {
      // Those that are kept out by this column alone.
      var near = PlaceSet(capacity: boxes.count)
      for (number, box) in boxes.enumerated() {
        let others = sizes.indices.allSatisfy {
          $0 == column || box.sides[$0].meets(wide.sides[$0])
        }
        if others { near.insert(number) }
      }
      looks -= boxes.count * sizes.count + axis.count
      wide.sides[column] = axis.widened(point[column]) { !holders[column][$0].meets(near) }
    }
    return wide
  }
}

/// Finds bytes in bytes, in time linear in both (Knuth, Morris, Pratt).
struct ByteSearch {
  let part: [UInt8]
  private let borders: [Int]

  init(_ part: some Sequence<UInt8>) {
    let part = Array(part)
    self.part = part
    var borders = [Int](repeating: 0, count: max(part.count, 1))
    var length = 0
    for position in part.indices.dropFirst() {
      while length > 0, part[position] != part[length] { length = borders[length - 1] }
      if part[position] == part[length] { length += 1 }
      borders[position] = length
    }
    self.borders = borders
  }

  /// Where the part first stands at or after a place.
  func first(in bytes: [UInt8], from start: Int = 0) -> Int? {
    if part.isEmpty { return start <= bytes.count ? start : nil }
    var length = 0
    var position = start
    while position < bytes.count {
      while length > 0, bytes[position] != part[length] { length = borders[length - 1] }
      if bytes[position] == part[length] { length += 1 }
      if length == part.count { return position - length + 1 }
      position += 1
    }
    return nil
  }
}

/// Bytes that come a piece at a time, read from their start to their end.
///
/// A class, because everything that reads shares its place.
package final class ByteStream {
  /// What the bytes are called in messages: a path, or "-".
  package let name: String
  /// The next bytes; none at the end.
  private let pieces: () throws(FileFailure) -> [UInt8]
  private var piece: [UInt8] = []
  private var position = 0
  /// Whether a line ended with a carriage return: a line feed behind it belongs to it.
  private var isAfterReturn = false

  package init(name: String, pieces: @escaping () throws(FileFailure) -> [UInt8]) {
    self.name = name
    self.pieces = pieces
  }

  /// Bytes that are all there.
  package convenience init(name: String, bytes: [UInt8]) {
    var rest = bytes
    self.init(name: name) { () throws(FileFailure) in
      defer { rest = [] }
      return rest
    }
  }

  /// Whether all that has come was taken: more may take time to come.
  package var isDrained: Bool { position == piece.count }

  /// The next byte; nil at the end.
  @inline(__always)
  func next() throws(FileFailure) -> UInt8? {
    if position == piece.count { try refill() }
    guard position < piece.count else { return nil }
    defer { position += 1 }
    return piece[position]
  }

  /// The next line without its line break; nil at the end.
  package func nextLine(limit: Int) throws(FileFailure) -> [UInt8]? {
    var line: [UInt8] = []
    while true {
      if position == piece.count { try refill() }
      if position == piece.count { return line.isEmpty ? nil : line }
      if isAfterReturn {
        isAfterReturn = false
        if piece[position] == 0x0A {
          position += 1
          continue
        }
      }
      let rest = piece[position...]
      guard let end = rest.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) else {
        line += rest
        position = piece.count
        if line.count > limit { throw FileFailure(name, reason: "a line is too long") }
        continue
      }
      line += rest[..<end]
      position = end + 1
      isAfterReturn = piece[end] == 0x0D
      return line
    }
  }

  /// All that is left.
  ///
  /// - Parameter limit: the most bytes that are taken.
  package func readAll(limit: Int = 1 << 30) throws(FileFailure) -> [UInt8] {
    var bytes = Array(piece[position...])
    while true {
      try refill()
      if piece.isEmpty { return bytes }
      bytes += piece
      position = piece.count
      if bytes.count > limit {
        throw FileFailure(name, reason: "it has more than \(limit) bytes")
      }
    }
  }

  /// All that has come and was not taken, or what comes next; nothing at the end.
  func nextPiece() throws(FileFailure) -> [UInt8] {
    if position == piece.count { try refill() }
    defer { position = piece.count }
    return Array(piece[position...])
  }

  private func refill() throws(FileFailure) {
    position = 0
    piece = []
    piece = try pieces()
  }
}

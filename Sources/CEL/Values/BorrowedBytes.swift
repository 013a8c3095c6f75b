import Glibc

/// The bytes of a text in place, for as long as the body that gets them runs.
// INVARIANT: nothing else makes one, no body keeps it, and the text does not change meanwhile. What
// is compared has as many bytes as are compared. Debug builds check every place and count.
struct BorrowedBytes {
  private let memory: UnsafeBufferPointer<UInt8>

  @inline(__always)
  private init(_ memory: UnsafeBufferPointer<UInt8>) { self.memory = memory }

  /// Runs a body with the bytes of a text.
  static func with<Result>(
    _ text: String, _ body: (BorrowedBytes) throws -> Result
  ) rethrows -> Result {
    var copy = text
    return try copy.withUTF8 { try body(BorrowedBytes($0)) }
  }

  /// Runs a body with the bytes of two texts; nil where one of them does not lie in one piece.
  @inline(__always)
  static func with<Result>(
    _ one: String, _ other: String, _ body: (BorrowedBytes, BorrowedBytes) -> Result
  ) -> Result? {
    let result = one.utf8.withContiguousStorageIfAvailable { one in
      other.utf8.withContiguousStorageIfAvailable { other in
        body(BorrowedBytes(one), BorrowedBytes(other))
      }
    }
    if let result { return result }
    return nil
  }

  /// The bytes at some places, which are counted from 0 again.
  @inline(__always)
  func part(_ places: Range<Int>) -> BorrowedBytes {
    assert(places.lowerBound >= 0 && places.upperBound <= count, "no bytes at \(places)")
    return BorrowedBytes(UnsafeBufferPointer(rebasing: memory[places]))
  }

  /// The order of the first bytes: negative, zero or positive.
  @inline(__always)
  func order(_ other: BorrowedBytes, count: Int) -> Int {
    assert(count >= 0 && count <= memory.count && count <= other.memory.count)
    guard count > 0, let first = memory.baseAddress, let second = other.memory.baseAddress else {
      return 0
    }
    return Int(memcmp(first, second, count))
  }
}

extension BorrowedBytes: RandomAccessCollection {
  @inline(__always)
  var startIndex: Int { 0 }
  @inline(__always)
  var endIndex: Int { memory.count }

  @inline(__always)
  subscript(place: Int) -> UInt8 {
    assert(place >= 0 && place < memory.count, "no byte at \(place)")
    return memory[place]
  }

  func withContiguousStorageIfAvailable<Result>(
    _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
  ) rethrows -> Result? { try body(memory) }
}

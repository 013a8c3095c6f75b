/// Situations, packed and each once, in the order in which they were found, with the move that led
/// to each.
struct SituationSet: ~Copyable {
  /// How many units of 32 bits a situation takes.
  let width: Int
  private(set) var count = 0
  private var units: UnsafeMutablePointer<UInt32>
  private var parents: UnsafeMutablePointer<UInt32>
  private var moves: UnsafeMutablePointer<UInt16>
  private var capacity: Int
  private var table: UnsafeMutablePointer<UInt32>
  private var mask: Int

  init(width: Int, capacity: Int = 1 << 10) {
    self.width = width
    self.capacity = capacity
    units = .allocate(capacity: capacity * width)
    parents = .allocate(capacity: capacity)
    moves = .allocate(capacity: capacity)
    mask = capacity * 2 - 1
    table = .allocate(capacity: mask + 1)
    table.initialize(repeating: 0, count: mask + 1)
  }

  deinit {
    units.deallocate()
    parents.deallocate()
    moves.deallocate()
    table.deallocate()
  }

  /// How many bytes it holds.
  var bytes: Int { capacity * (width * 4 + 6) + (mask + 1) * 4 }

  @inline(__always)
  func units(at index: Int) -> UnsafeMutablePointer<UInt32> { units + index * width }

  func parent(of index: Int) -> Int { Int(parents[index]) }

  func move(to index: Int) -> Int { Int(moves[index]) }

  /// Adds a situation that is not there yet; nil where it is.
  @inline(__always)
  mutating func insert(_ situation: UnsafePointer<UInt32>, parent: Int, move: Int) -> Int? {
    var slot = hash(situation) & mask
    while table[slot] != 0 {
      if isEqual(Int(table[slot]) - 1, situation) { return nil }
      slot = (slot + 1) & mask
    }
    if count == capacity {
      grow()
      slot = hash(situation) & mask
      while table[slot] != 0 { slot = (slot + 1) & mask }
    }
    (units + count * width).update(from: situation, count: width)
    parents[count] = UInt32(parent)
    moves[count] = UInt16(truncatingIfNeeded: move)
    count += 1
    table[slot] = UInt32(count)
    return count - 1
  }

  /// The place of a situation that is there.
  func find(_ situation: UnsafePointer<UInt32>) -> Int? {
    var slot = hash(situation) & mask
    while table[slot] != 0 {
      if isEqual(Int(table[slot]) - 1, situation) { return Int(table[slot]) - 1 }
      slot = (slot + 1) & mask
    }
    return nil
  }

  @inline(__always)
  private func isEqual(_ index: Int, _ situation: UnsafePointer<UInt32>) -> Bool {
    let own = units + index * width
    for unit in 0..<width where own[unit] != situation[unit] { return false }
    return true
  }

  @inline(__always)
  private func hash(_ situation: UnsafePointer<UInt32>) -> Int {
    var hash: UInt64 = 0
    for unit in 0..<width {
      hash = (hash ^ UInt64(situation[unit])) &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash >> 29
    }
    return Int(truncatingIfNeeded: hash >> 16)
  }

  private mutating func grow() {
    let grown = capacity * 2
    units = Self.moved(units, count * width, to: grown * width)
    parents = Self.moved(parents, count, to: grown)
    moves = Self.moved(moves, count, to: grown)
    capacity = grown
    table.deallocate()
    mask = capacity * 2 - 1
    table = .allocate(capacity: mask + 1)
    table.initialize(repeating: 0, count: mask + 1)
    for index in 0..<count {
      var slot = hash(units + index * width) & mask
      while table[slot] != 0 { slot = (slot + 1) & mask }
      table[slot] = UInt32(index + 1)
    }
  }

  private static func moved<Element: BitwiseCopyable>(
    _ memory: UnsafeMutablePointer<Element>, _ count: Int, to capacity: Int
  ) -> UnsafeMutablePointer<Element> {
    let grown = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
    grown.update(from: memory, count: count)
    memory.deallocate()
    return grown
  }
}

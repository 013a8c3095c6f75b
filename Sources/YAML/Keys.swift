/// A fast hash of a key's bytes (FNV-1a).
///
/// It only speeds up comparisons: keys made to collide cost a sorted search, never a scan.
func keyHash(_ bytes: some Sequence<UInt8>) -> UInt32 {
  var hash: UInt32 = 2_166_136_261
  for byte in bytes { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
  return hash
}

/// A mapping with more keys than this has them sorted too.
let smallMapping = 16

/// Finds keys in a mapping.
struct KeySearch {
  let storage: Storage
  let mapping: NodeRecord

  /// The place in `children` of the first key with this text.
  func place(of key: UnsafeBufferPointer<UInt8>) -> Int? {
    let hash = keyHash(key)
    let first = Int(mapping.first)
    guard mapping.sorted >= 0 else {
      return stride(from: first, to: first + Int(mapping.count), by: 2).first {
        isKey(Int(storage.children[$0]), key, hash)
      }
    }
    // Sorted places come by hash, then text, then file order: the first match is the answer.
    var low = Int(mapping.sorted)
    let end = low + Int(mapping.count) / 2
    var high = end
    while low < high {
      let middle = (low + high) / 2
      if isBefore(keyIndex(middle), key, hash) { low = middle + 1 } else { high = middle }
    }
    guard low < end, isKey(keyIndex(low), key, hash) else { return nil }
    return Int(storage.sortedKeys[low])
  }

  private func keyIndex(_ sorted: Int) -> Int {
    Int(storage.children[Int(storage.sortedKeys[sorted])])
  }

  private func isKey(_ index: Int, _ key: UnsafeBufferPointer<UInt8>, _ hash: UInt32) -> Bool {
    let record = storage.records[index]
    guard record.hash == hash, Int(record.count) == key.count, record.isText else { return false }
    return Node(storage: storage, index: Int32(index)).withTextBytes { $0.elementsEqual(key) }
  }

  private func isBefore(_ index: Int, _ key: UnsafeBufferPointer<UInt8>, _ hash: UInt32) -> Bool {
    let record = storage.records[index]
    if record.hash != hash { return record.hash < hash }
    return Node(storage: storage, index: Int32(index)).withTextBytes {
      $0.lexicographicallyPrecedes(key)
    }
  }
}

/// Names that the keys of mappings may have.
public struct KeyNames: Sendable {
  public let names: [String]
  private let hashes: [UInt32]

  public init(_ names: [String]) {
    self.names = names
    hashes = names.map { keyHash($0.utf8) }
  }

  /// The place among the names of the one that a mapping's key is; nil for any other key.
  public func place(of key: Node) -> Int? {
    let record = key.record
    guard record.isText else { return nil }
    return hashes.indices.first { place in
      hashes[place] == record.hash
        && key.withTextBytes { $0.elementsEqual(names[place].utf8) }
    }
  }
}

extension NodeRecord {
  var isText: Bool {
    switch style {
    case .plain, .singleQuoted, .doubleQuoted, .literal, .folded: true
    case .blockSequence, .flowSequence, .blockMapping, .flowMapping: false
    }
  }
}

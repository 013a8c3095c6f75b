/// The ids of a snapshot's records: their bytes one after another, and a table to find them by.
///
/// Ids are equal, and ordered, by their bytes.
final class RecordNames {
  private var bytes = WordBuffer<UInt8>(capacity: 256)
  /// For each record where its id ends; the one before says where it begins.
  private var ends = WordBuffer<UInt32>(capacity: 64)
  private var tables: [Table]

  /// Records of one type by the hash of their ids: open addressing, at most two thirds full.
  private struct Table {
    var places: [Int32] = Array(repeating: -1, count: 8)
    var count = 0
  }

  init(typeCount: Int) {
    tables = (0..<typeCount).map { _ in Table() }
    ends.append(0)
  }

  /// The record of a type with this id.
  func find(type: Int, id: String) -> Int32? {
    var id = id
    return id.withUTF8 { text in
      let place = tables[type].places[place(of: UnsafeRawBufferPointer(text), in: tables[type])]
      return place < 0 ? nil : place
    }
  }

  /// The name of the record with the next number; without an id only its owner knows it.
  func add(_ record: Int32, type: Int, id: String?) {
    guard var id else {
      ends.append(UInt32(bytes.count))
      return
    }
    id.withUTF8 { text in
      for byte in text { bytes.append(byte) }
      ends.append(UInt32(bytes.count))
      if (tables[type].count + 1) * 3 > tables[type].places.count * 2 { grow(type) }
      let place = place(of: UnsafeRawBufferPointer(text), in: tables[type])
      tables[type].places[place] = record
      tables[type].count += 1
    }
  }

  subscript(record: Int32) -> String {
    String(decoding: self.bytes(of: record), as: UTF8.self)
  }

  func precedes(_ left: Int32, _ right: Int32) -> Bool {
    bytes(of: left).lexicographicallyPrecedes(bytes(of: right))
  }

  private func bytes(of record: Int32) -> UnsafeRawBufferPointer {
    let start = Int(ends[Int(record)])
    let end = Int(ends[Int(record) + 1])
    return UnsafeRawBufferPointer(start: bytes.base + start, count: end - start)
  }

  /// Where in a table the id stands, or would.
  private func place(of id: UnsafeRawBufferPointer, in table: borrowing Table) -> Int {
    var hasher = Hasher()
    hasher.combine(bytes: id)
    let mask = table.places.count - 1
    var place = hasher.finalize() & mask
    while table.places[place] >= 0, !bytes(of: table.places[place]).elementsEqual(id) {
      place = (place + 1) & mask
    }
    return place
  }

  private func grow(_ type: Int) {
    let old = tables[type].places
    tables[type].places = Array(repeating: -1, count: old.count * 2)
    for record in old where record >= 0 {
      tables[type].places[place(of: bytes(of: record), in: tables[type])] = record
    }
  }
}

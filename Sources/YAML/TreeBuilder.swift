import CYAML
import Diagnostics

/// Puts values into flat arrays as they come, and says what strict YAML refuses about them.
struct TreeBuilder {
  typealias ScalarData = yaml_event_t.__Unnamed_union_data.__Unnamed_struct_scalar

  let file: SourceFile
  let bytes: [UInt8]
  var records: [NodeRecord] = []
  /// The value that was completed last.
  private(set) var lastRecord: NodeRecord?
  var children: [Int32] = []
  var sortedKeys: [Int32] = []
  var decoded: [UInt8] = []
  /// The children of the collections that are still open.
  var pending: [Int32] = []
  private var frames: [Frame] = []

  /// A collection that is still open.
  struct Frame {
    let index: Int32
    let firstPending: Int
    let isMapping: Bool
  }

  init(file: SourceFile, bytes: [UInt8]) {
    self.file = file
    self.bytes = bytes
    records.reserveCapacity(bytes.count / 10)
    children.reserveCapacity(bytes.count / 10)
  }

  var depth: Int { frames.count }

  func storage() -> Storage {
    Storage(
      file: file, records: records, children: children, sortedKeys: sortedKeys, decoded: decoded)
  }

  // MARK: Events

  mutating func scalar(
    _ data: inout ScalarData, _ from: Int, _ to: Int, _ report: inout Report
  ) {
    var from = from
    if data.anchor != nil || data.tag != nil { from = properties(from, to, &report) }
    var record = NodeRecord(
      start: Int32(from), end: Int32(max(from, to)), style: Node.Style(data.style))
    let text = UnsafeBufferPointer(start: data.value, count: data.length)
    keep(text, &record)
    let isKey = nextIsKey
    if isKey {
      record.hash = keyHash(text)
      checkKey(record, text, &report)
    }
    append(record)
    lastRecord = record
  }

  mutating func alias(_ from: Int, _ to: Int, _ report: inout Report) {
    report.add(.alias(string(from, to)), from, to)
    append(
      NodeRecord(
        start: Int32(from), end: Int32(to), first: Int32(from), count: Int32(to - from),
        style: .plain))
  }

  mutating func open(
    _ style: Node.Style, _ from: Int, hasProperties: Bool, _ report: inout Report
  ) {
    var from = from
    if hasProperties { from = properties(from, bytes.count, &report) }
    if nextIsKey { report.add(.complexKey, from, min(from + 1, bytes.count)) }
    append(NodeRecord(start: Int32(from), end: Int32(from), style: style))
    frames.append(
      Frame(
        index: Int32(records.count - 1), firstPending: pending.count,
        isMapping: style == .blockMapping || style == .flowMapping))
  }

  mutating func close(_ end: Int, _ report: inout Report) {
    guard let frame = frames.popLast() else { return }
    let index = Int(frame.index)
    checkDuplicates(frame, &report, keepOrder: true)
    records[index].first = Int32(children.count)
    records[index].count = Int32(pending.count - frame.firstPending)
    switch records[index].style {
    case .flowSequence, .flowMapping: records[index].end = Int32(end)
    case .blockSequence, .blockMapping:
      // libyaml's end is where the next value begins, behind blank lines and comments.
      if pending.count > frame.firstPending, let last = pending.last {
        records[index].end = max(records[index].start, records[Int(last)].end)
      }
    case .plain, .singleQuoted, .doubleQuoted, .literal, .folded: break
    }
    children.append(contentsOf: pending[frame.firstPending...])
    pending.removeLast(pending.count - frame.firstPending)
    lastRecord = records[index]
  }

  /// Reports the duplicate keys of mappings that a syntax error left unfinished.
  mutating func checkOpenMappings(_ report: inout Report) {
    var end = pending.count
    for frame in frames.reversed() {
      let later = pending[end...]
      pending.removeSubrange(end...)
      checkDuplicates(frame, &report, keepOrder: false)
      pending.append(contentsOf: later)
      end = frame.firstPending
    }
  }

  // MARK: Parts

  private var nextIsKey: Bool {
    guard let frame = frames.last, frame.isMapping else { return false }
    return (pending.count - frame.firstPending) & 1 == 0
  }

  private mutating func append(_ record: NodeRecord) {
    records.append(record)
    if !frames.isEmpty { pending.append(Int32(records.count - 1)) }
  }

  /// Finds the text in the file or keeps a copy of it, and cuts the range of a block.
  private mutating func keep(_ text: UnsafeBufferPointer<UInt8>, _ record: inout NodeRecord) {
    let quotes: Int32
    switch record.style {
    case .singleQuoted, .doubleQuoted: quotes = 1
    case .plain: quotes = 0
    case .literal, .folded, .blockSequence, .flowSequence, .blockMapping, .flowMapping: quotes = -1
    }
    if quotes < 0 { cutBlock(&record) }
    record.count = Int32(text.count)
    let inner = Int(record.start + quotes)
    if quotes >= 0, Int(record.end - record.start - 2 * quotes) == text.count,
      isSame(text, at: inner)
    {
      record.first = Int32(inner)
    } else {
      record.isVerbatim = false
      record.first = Int32(decoded.count)
      decoded.append(contentsOf: text)
    }
  }

  private func isSame(_ text: UnsafeBufferPointer<UInt8>, at offset: Int) -> Bool {
    bytes.withUnsafeBytes { bytes in
      let text = UnsafeRawBufferPointer(text)
      var index = 0
      while index + 8 <= text.count {
        let (own, other) = (
          text.loadUnaligned(fromByteOffset: index, as: UInt64.self),
          bytes.loadUnaligned(fromByteOffset: offset + index, as: UInt64.self)
        )
        if own != other { return false }
        index += 8
      }
      while index < text.count {
        if text[index] != bytes[offset + index] { return false }
        index += 1
      }
      return true
    }
  }

  private func cutBlock(_ record: inout NodeRecord) {
    while record.end > record.start + 1 {
      switch bytes[Int(record.end) - 1] {
      case 0x20, 0x09, 0x0A, 0x0D: record.end -= 1
      default: return
      }
    }
  }

  private func checkKey(
    _ record: NodeRecord, _ text: UnsafeBufferPointer<UInt8>, _ report: inout Report
  ) {
    let start = Int(record.start)
    if record.style == .plain {
      if text.count == 0 { report.add(.emptyKey, start, min(start + 1, bytes.count)) }
      if text.count == 2, text[0] == UInt8(ascii: "<"), text[1] == UInt8(ascii: "<") {
        report.add(.mergeKey, start, Int(record.end))
      }
    }
    var before = start - 1
    while before >= 0, bytes[before] == 0x20 { before -= 1 }
    if before >= 0, before < start - 1, bytes[before] == UInt8(ascii: "?"), text.count > 0 {
      report.add(.complexKey, before, before + 1)
    }
  }

  /// Reports anchors and tags in front of a value and returns where the value itself begins.
  private func properties(_ from: Int, _ to: Int, _ report: inout Report) -> Int {
    var index = from
    while index < to {
      let first = bytes[index]
      guard first == UInt8(ascii: "&") || first == UInt8(ascii: "!") else { break }
      let end = bytes[index..<to].firstIndex { $0 <= 0x20 || $0 == UInt8(ascii: ",") } ?? to
      let name = string(index, end)
      report.add(first == UInt8(ascii: "&") ? .anchor(name) : .tag(name), index, end)
      index = skipSpace(end, to)
    }
    return index
  }

  private func skipSpace(_ from: Int, _ to: Int) -> Int {
    var index = from
    while index < to {
      if bytes[index] == UInt8(ascii: "#") {
        while index < to, bytes[index] != 0x0A, bytes[index] != 0x0D { index += 1 }
      } else if bytes[index] <= 0x20 {
        index += 1
      } else {
        break
      }
    }
    return index
  }

  private func string(_ from: Int, _ to: Int) -> String {
    String(decoding: bytes[from..<min(to, from + 80)], as: UTF8.self)
  }
}

extension Node.Style {
  init(_ style: yaml_scalar_style_t) {
    switch style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: self = .singleQuoted
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: self = .doubleQuoted
    case YAML_LITERAL_SCALAR_STYLE: self = .literal
    case YAML_FOLDED_SCALAR_STYLE: self = .folded
    default: self = .plain
    }
  }
}

import CYAML
import Diagnostics

/// Builds a document from libyaml's events.
///
/// Limits are checked at every event, and nothing more is asked of libyaml after the first that
/// is exceeded: its scanner is quadratic in the depth of brackets.
struct EventParser {
  let file: SourceFile
  let limits: Limits
  private(set) var report: Report

  private let bytes: [UInt8]
  private let start: Int
  private let hasTabs: Bool
  private let hasForeignSpaces: Bool
  private let offsets: CharacterOffsets
  private var builder: TreeBuilder

  init(file: SourceFile, check: CharacterCheck, limits: Limits, report: Report) {
    self.file = file
    self.limits = limits
    self.report = report
    bytes = check.bytes
    start = check.start
    hasTabs = check.hasTabs
    hasForeignSpaces = check.hasForeignSpaces
    offsets = CharacterOffsets(check)
    builder = TreeBuilder(file: file, bytes: check.bytes)
  }

  /// Reads the whole file; nil if it ended early.
  mutating func parse() -> Storage? {
    let readTo: Int
    if let directive = firstContent(from: start), bytes[directive] == UInt8(ascii: "%") {
      // Found here, because libyaml compares each `%TAG` line with all others.
      report.stop(.directive, directive, lineEnd(directive))
      readTo = directive
    } else {
      readTo = bytes.withUnsafeBufferPointer { read($0) }
    }
    if report.hasStopped { builder.checkOpenMappings(&report) }
    if hasTabs { TabCheck(bytes: bytes, builder: builder).run(from: start, to: readTo, &report) }
    if hasForeignSpaces, !report.hasStopped {
      ForeignSpaceCheck(bytes: bytes, builder: builder).run(&report)
    }
    return !report.hasStopped ? builder.storage() : nil
  }

  /// Returns the offset up to which the events account for the file.
  private mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    defer { parser.deallocate() }
    guard yaml_parser_initialize(parser) == 1 else {
      report.stop(.fileTooLarge(limits.bytes), 0, 0)
      return start
    }
    defer { yaml_parser_delete(parser) }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(
      parser, bytes.baseAddress.map { $0 + start }, bytes.count - start)

    let event = UnsafeMutablePointer<yaml_event_t>.allocate(capacity: 1)
    defer { event.deallocate() }
    while true {
      guard yaml_parser_parse(parser, event) == 1 else {
        let failure = SyntaxFailure(parser.pointee, offsets: offsets)
        return fail(failure)
      }
      defer { yaml_event_delete(event) }
      let from = offsets.offset(ofCharacter: event.pointee.start_mark.index)
      let to = offsets.offset(ofCharacter: event.pointee.end_mark.index)
      switch event.pointee.type {
      case YAML_STREAM_END_EVENT: return bytes.count
      case YAML_DOCUMENT_END_EVENT:
        let isImplicit = event.pointee.data.document_end.implicit == 1
        return checkRest(from: isImplicit ? from : to)
      default: take(event, from, to)
      }
      if report.hasStopped { return from }
    }
  }

  private mutating func take(_ event: UnsafeMutablePointer<yaml_event_t>, _ from: Int, _ to: Int) {
    switch event.pointee.type {
    case YAML_SCALAR_EVENT:
      builder.scalar(&event.pointee.data.scalar, from, to, &report)
      let length = event.pointee.data.scalar.length
      if length > limits.scalarBytes { report.stop(.textTooLong(limits.scalarBytes), from, to) }
    case YAML_SEQUENCE_START_EVENT:
      let data = event.pointee.data.sequence_start
      let isFlow = data.style == YAML_FLOW_SEQUENCE_STYLE
      let properties = data.anchor != nil || data.tag != nil
      open(isFlow ? .flowSequence : .blockSequence, from, to, properties)
    case YAML_MAPPING_START_EVENT:
      let data = event.pointee.data.mapping_start
      let isFlow = data.style == YAML_FLOW_MAPPING_STYLE
      let properties = data.anchor != nil || data.tag != nil
      open(isFlow ? .flowMapping : .blockMapping, from, to, properties)
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
      builder.close(to, &report)
    case YAML_ALIAS_EVENT:
      builder.alias(from, to, &report)
    default: break
    }
    if builder.records.count > limits.nodes {
      report.stop(.tooManyValues(limits.nodes), from, to)
    }
  }

  private mutating func open(_ style: Node.Style, _ from: Int, _ to: Int, _ properties: Bool) {
    if builder.depth >= limits.depth {
      report.stop(.nestingTooDeep(limits.depth), from, max(to, from + 1))
    } else {
      builder.open(style, from, hasProperties: properties, &report)
    }
  }

  /// What stands behind the document must be empty: libyaml is not asked to read it.
  private mutating func checkRest(from end: Int) -> Int {
    guard let rest = firstContent(from: end) else { return bytes.count }
    switch bytes[rest] {
    case UInt8(ascii: "%"): report.add(.directive, rest, lineEnd(rest))
    case UInt8(ascii: "-") where bytes[rest...].starts(with: Array("---".utf8)):
      report.add(.severalDocuments, rest, rest + 3)
    default:
      report.stop(SyntaxDiagnosis(file: file, bytes: bytes, builder: builder).textAfterEnd(rest))
    }
    return rest
  }

  private mutating func fail(_ failure: SyntaxFailure) -> Int {
    let at = min(failure.offset, bytes.count)
    let tabs = hasTabs ? TabCheck(bytes: bytes, builder: builder).tab(near: at) : nil
    if let tabs {
      report.stop(.tab, tabs.lowerBound, tabs.upperBound)
      return tabs.lowerBound
    }
    if hasForeignSpaces,
      let space = ForeignSpaceCheck(bytes: bytes, builder: builder).space(near: at)
    {
      report.stop(.foreignSpace(space.value), space.range.lowerBound, space.range.upperBound)
      return at
    }
    let diagnosis = SyntaxDiagnosis(file: file, bytes: bytes, builder: builder)
    report.stop(diagnosis.diagnostic(for: failure))
    return at
  }

  /// The first byte that is neither white space nor part of a comment or a `...` line.
  private func firstContent(from offset: Int) -> Int? {
    var index = offset
    while index < bytes.count {
      switch bytes[index] {
      case 0x20, 0x09, 0x0A, 0x0D: index += 1
      case UInt8(ascii: "#"): index = lineEnd(index)
      case UInt8(ascii: ".") where bytes[index...].starts(with: Array("...".utf8)): index += 3
      default: return index
      }
    }
    return nil
  }

  private func lineEnd(_ offset: Int) -> Int {
    bytes[offset...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
  }
}

import CExpat
import Diagnostics

/// Reads an XML document into its elements, by expat.
///
/// Document types, and with them entities, are refused: a chart needs neither, and both are ways
/// to make a small file large. A class, because the parser calls back into it.
final class XMLReader {
  private let file: SourceFile
  private var open: [XMLElement] = []
  private var root: XMLElement?
  private var count = 0
  private var problem: Diagnostic?
  private var parser: OpaquePointer?

  private init(_ file: SourceFile) { self.file = file }

  /// The document's root, or what is wrong with it.
  static func read(_ file: SourceFile) -> Result<XMLElement, XMLFailure> {
    let reader = XMLReader(file)
    return reader.read()
  }

  private func read() -> Result<XMLElement, XMLFailure> {
    if file.bytes.count > XMLLimits.bytes {
      return failure(
        .tooLarge("the file has more than \(XMLLimits.bytes) bytes"), at: file.range(0, 0))
    }
    // A line break cannot stand in a namespace's name, so it parts it from the element's.
    guard let parser = XML_ParserCreateNS(nil, 0x0A) else {
      return failure(.notXML("there is no memory to read it"), at: file.range(0, 0))
    }
    defer { XML_ParserFree(parser) }
    self.parser = parser
    XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
    install(on: parser)
    let status = feed(parser)
    if let problem { return .failure(XMLFailure(diagnostic: problem)) }
    guard status == XML_STATUS_OK, let root else { return failure(of: parser) }
    return .success(root)
  }

  private func install(on parser: OpaquePointer) {
    XML_SetElementHandler(
      parser,
      { data, name, attributes in XMLReader.from(data)?.start(name, attributes) },
      { data, _ in XMLReader.from(data)?.end() })
    XML_SetCharacterDataHandler(parser) { data, characters, count in
      XMLReader.from(data)?.add(characters, Int(count))
    }
    XML_SetStartDoctypeDeclHandler(parser) { data, _, _, _, _ in
      XMLReader.from(data)?.refuseDocumentType()
    }
  }

  private static func from(_ data: UnsafeMutableRawPointer?) -> XMLReader? {
    data.map { Unmanaged<XMLReader>.fromOpaque($0).takeUnretainedValue() }
  }

  private func feed(_ parser: OpaquePointer) -> XML_Status {
    file.bytes.withUnsafeBytes { bytes in
      XML_Parse(
        parser, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count), 1)
    }
  }

  // MARK: What the parser finds

  private func start(
    _ name: UnsafePointer<CChar>?,
    _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?
  ) {
    guard problem == nil, let name, let attributes else { return }
    count += 1
    if count > XMLLimits.elements {
      return stop(.tooLarge("there are more than \(XMLLimits.elements) elements"), at: place)
    }
    if open.count == XMLLimits.depth {
      return stop(.tooLarge("elements stand more than \(XMLLimits.depth) deep"), at: place)
    }
    let tag = StartTag(file: file, offset: offset)
    var read: [XMLAttribute] = []
    var index = 0
    while let key = attributes[index], let value = attributes[index + 1] {
      if read.count == XMLLimits.attributes {
        return stop(
          .tooLarge("an element has more than \(XMLLimits.attributes) attributes"), at: place)
      }
      let (namespace, name) = XMLReader.parts(of: key)
      read.append(
        XMLAttribute(
          namespace: namespace, name: name, value: String(cString: value),
          range: tag.value(of: name) ?? tag.name))
      index += 2
    }
    let (namespace, local) = XMLReader.parts(of: name)
    open.append(
      XMLElement(namespace: namespace, name: local, attributes: read, range: tag.name))
  }

  private func end() {
    guard problem == nil, let element = open.popLast() else { return }
    if open.isEmpty {
      root = element
    } else {
      open[open.count - 1].children.append(element)
    }
  }

  private func add(_ characters: UnsafePointer<CChar>?, _ count: Int) {
    guard problem == nil, !open.isEmpty, let characters else { return }
    let bytes = UnsafeRawBufferPointer(start: characters, count: count)
    open[open.count - 1].text += String(decoding: bytes, as: UTF8.self)
  }

  private func refuseDocumentType() {
    stop(
      ChartMistake(
        .documentType,
        "a document type is not read: entities and its other declarations are refused",
        label: "leave it out"), at: place)
  }

  /// A qualified name, taken apart.
  private static func parts(of name: UnsafePointer<CChar>) -> (namespace: String, name: String) {
    let text = String(cString: name)
    let parts = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
    return parts.count == 2 ? (String(parts[0]), String(parts[1])) : ("", text)
  }

  // MARK: Failures

  private var offset: Int { max(0, Int(XML_GetCurrentByteIndex(parser))) }

  private var place: SourceRange { StartTag(file: file, offset: offset).name }

  private func stop(_ mistake: ChartMistake, at range: SourceRange) {
    if problem == nil { problem = mistake.diagnostic(at: range) }
    XML_StopParser(parser, XML_Bool(0))
  }

  private func failure(
    _ mistake: ChartMistake, at range: SourceRange
  ) -> Result<XMLElement, XMLFailure> {
    .failure(XMLFailure(diagnostic: mistake.diagnostic(at: range)))
  }

  private func failure(of parser: OpaquePointer) -> Result<XMLElement, XMLFailure> {
    let reason = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) }
    let start = min(offset, file.bytes.count)
    let end = min(start + 1, file.bytes.count)
    return failure(.notXML(reason ?? "it cannot be read"), at: file.range(start, end))
  }
}

/// Why a text is no XML document that can be read.
struct XMLFailure: Error {
  let diagnostic: Diagnostic
}

import RecordFiles
import TestSupport
import Testing
import TextFiles

@Suite("Encodings of text")
struct TextEncodingTests {
  private static let text = "id,name\nA,Zoë €5 😀\nB,„x“\n"

  /// Hands out the bytes in pieces of a size.
  private static func decoded(
    _ bytes: [UInt8], size: Int, from encoding: TextEncoding? = nil
  ) throws(FileFailure) -> String {
    var rest = bytes[...]
    let stream = ByteStream(name: "t") { () throws(FileFailure) in
      defer { rest = rest.dropFirst(size) }
      return Array(rest.prefix(size))
    }
    return String(decoding: try stream.decoded(from: encoding).readAll(), as: UTF8.self)
  }

  private static func utf16(_ text: String, bigEndian: Bool) -> [UInt8] {
    text.utf16.flatMap { unit in
      let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
      return bigEndian ? [high, low] : [low, high]
    }
  }

  @Test("UTF-8 and UTF-16 with and without marks, in pieces of any size", arguments: 1...9)
  func unicode(size: Int) throws {
    let text = Self.text
    #expect(try Self.decoded(Array(text.utf8), size: size) == text)
    #expect(try Self.decoded([0xEF, 0xBB, 0xBF] + text.utf8, size: size) == text)
    for bigEndian in [false, true] {
      let units = Self.utf16(text, bigEndian: bigEndian)
      let mark: [UInt8] = bigEndian ? [0xFE, 0xFF] : [0xFF, 0xFE]
      #expect(try Self.decoded(mark + units, size: size) == text)
      #expect(try Self.decoded(units, size: size, from: .utf16) == text)
    }
  }

  @Test("bytes of Windows and of Latin 1")
  func bytes() throws {
    let bytes: [UInt8] = [0x5A, 0x6F, 0xEB, 0x20, 0x80, 0x93]
    #expect(try Self.decoded(bytes, size: 2, from: .windows1252) == "Zoë €“")
    #expect(try Self.decoded(bytes, size: 2, from: .latin1) == "Zoë \u{80}\u{93}")
    #expect(throws: FileFailure.self) { try Self.decoded([0x81], size: 1, from: .windows1252) }
  }

  @Test("what is no UTF-8 is refused at its line, with what it probably is", arguments: 1...9)
  func refused(size: Int) throws {
    for (bytes, line, encoding) in [
      (Array("id\nA\nZo".utf8) + [0xEB, 0x0A], 3, TextEncoding.windows1252),
      (Array("id\rA\rB\rZo".utf8) + [0xEB], 4, .windows1252),
      (Self.utf16("id\nA", bigEndian: false), 1, .utf16),
      (Array("ok\n".utf8) + [0xE2, 0x82], 2, .windows1252),
      (Array("ok\n".utf8) + [0xED, 0xA0, 0x80], 2, .windows1252),
    ] {
      do {
        _ = try Self.decoded(bytes, size: size)
        Issue.record("\(bytes) was read")
      } catch {
        #expect(error.reason.hasPrefix("line \(line) is not UTF-8"), "\(error.reason)")
        #expect(error.encoding == encoding)
      }
    }
  }

  @Test("no text is changed in silence, whatever the bytes")
  func random() {
    var random = SeededRandom()
    for _ in 0..<2000 {
      let bytes = (0..<Int.random(in: 0...12, using: &random)).map { _ in
        [0x41, 0x0A, 0xC3, 0xA9, 0xE2, 0x82, 0xAC, 0xF0, 0x9F, 0x98, 0x80, 0xFF].randomElement(
          using: &random)
          ?? UInt8(0)
      }
      let size = Int.random(in: 1...5, using: &random)
      let isValid = String(validating: bytes, as: UTF8.self) != nil
      let marked = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
      if marked { continue }
      let read = try? Self.decoded(bytes, size: size)
      #expect(
        (read != nil) == isValid, "SEED=\(SeededRandom.givenSeed) \(bytes) in pieces of \(size)")
      if let read { #expect(Array(read.utf8) == bytes) }
    }
  }
}

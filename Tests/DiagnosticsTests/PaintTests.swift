import Diagnostics
import Testing

@Suite("The door to the terminal")
struct PaintTests {
  @Test("what is painted comes out in colour, whatever stands in it")
  func colours() {
    #expect(Paint.opened(Paint.painted("a", "1;31") + "b") == "\u{1B}[1;31ma\u{1B}[0mb")
    #expect(
      Paint.opened(Paint.painted("a\u{1B}[2J", "2")) == "\u{1B}[2ma␛[2J\u{1B}[0m")
  }

  @Test("colours of a text from outside do not come through")
  func outside() {
    #expect(Paint.opened("\u{1B}[1;31mx\u{1B}[0m") == "␛[1;31mx␛[0m")
    #expect(!Paint.opened("\u{1B}1234567890abcdef1;31mx").contains("\u{1B}"))
  }

  @Test("line breaks and tabs stay, other controls of every kind are shown")
  func everyCharacter() {
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let opened = Paint.opened("a\(scalar)b")
      let isControl = scalar.properties.generalCategory == .control
      let turnsAround = scalar.properties.isBidiControl
      let isBreak = value == 0x2028 || value == 0x2029
      if value == 9 || value == 10 {
        #expect(opened == "a\(scalar)b")
      } else if isControl || turnsAround || isBreak {
        #expect(!opened.unicodeScalars.contains(scalar), "U+\(String(value, radix: 16))")
        #expect(opened.hasPrefix("a") && opened.hasSuffix("b"))
      } else if value != 0x200B, value != 0xFEFF {
        #expect(opened.unicodeScalars.elementsEqual("a\(scalar)b".unicodeScalars))
      }
    }
  }
}

import Diagnostics
import Testing

@Suite("A rendered diagnostic")
struct DiagnosticRendererTests {
  let renderer = DiagnosticRenderer(color: false)

  @Test("shows message, place, line, marks, label and notes")
  func whole() {
    let lines = String(repeating: "\n", count: 9) + "    check: account.status == \"activ\"\n"
    let file = SourceFile(name: "workflows/customer-account.yaml", text: lines)
    let other = SourceFile(name: "workflows/other.yaml", text: "\n\n  states")
    let diagnostic = Diagnostic(
      code: "unknown-state", message: "there is no state 'activ' in region 'status' of account",
      range: file.range(38, 45), label: "did you mean \"active\"?",
      notes: [
        .init("status is one of active, deactivated (declared here)", range: other.range(4, 6)),
        .init("it is used here", range: other.range(0, 0)), .init("that is all"),
      ],
      help: "write active")
    #expect(
      renderer.render(diagnostic) == """
        error[unknown-state]: there is no state 'activ' in region 'status' of account
          --> workflows/customer-account.yaml:10:30
           |
        10 |     check: account.status == "activ"
           |                              ^^^^^^^ did you mean "active"?
           = note: status is one of active, deactivated (declared here: workflows/other.yaml:3:3)
           = note: it is used here: workflows/other.yaml:1:1
           = note: that is all
           = help: write active

        """)
  }

  @Test("without a place is its message and notes")
  func noPlace() {
    let diagnostic = Diagnostic(
      severity: .warning, code: "w", message: "odd", label: "look", notes: [.init("why")])
    #expect(renderer.render(diagnostic) == "warning[w]: odd\n = note: why\n = help: look\n")
  }

  private func excerpt(_ text: String, _ start: Int, _ end: Int) -> [String] {
    let file = SourceFile(name: "f", text: text)
    let text = renderer.render(
      Diagnostic(code: "c", message: "m", range: file.range(start, end)))
    return text.split(separator: "\n").dropFirst(3).map { String($0.dropFirst(3)) }
  }

  @Test("aligns marks under tabs, wide characters and combining accents")
  func alignment() {
    #expect(excerpt("\tx", 1, 2) == ["     x", "     ^"])
    #expect(excerpt("🎉 x", 5, 6) == [" 🎉 x", "    ^"])
    #expect(excerpt("e\u{301}x", 3, 4) == [" e\u{301}x", "  ^"])
    #expect(excerpt("日本 x", 0, 6) == [" 日本 x", " ^^^^"])
  }

  @Test("marks a range over several lines to the end of the first")
  func severalLines() {
    #expect(excerpt("ab cd\nef", 3, 8) == [" ab cd", "    ^^"])
    #expect(excerpt("ab", 2, 2) == [" ab", "   ^"])
    #expect(excerpt("", 0, 0) == ["", " ^"])
  }

  @Test("makes control characters and broken bytes visible")
  func invisible() {
    #expect(excerpt("a\u{1B}[0mb", 1, 2) == [" a␛[0mb", "  ^"])
    #expect(excerpt("a\u{202E}b", 4, 5) == [" a<U+202E>b", "          ^"])
    let file = SourceFile(name: "f", bytes: [0x61, 0xFF, 0x62])
    let text = renderer.render(
      Diagnostic(code: "c", message: "m\u{1B}\nn", range: file.range(1, 2)))
    #expect(text == "error[c]: m␛ n\n --> f:1:2\n  |\n1 | a\u{FFFD}b\n  |  ^\n")
  }

  @Test("cuts a very long line around its marks")
  func longLine() {
    let front = String(repeating: "a", count: 100_000)
    let back = String(repeating: "b", count: 100_000)
    let long = front + "XY" + back
    let lines = excerpt(long, 100_000, 100_002)
    #expect(lines[0].contains("aXYb"))
    #expect(lines[0].hasPrefix(" …aaa") && lines[0].hasSuffix("bbb…"))
    #expect(lines[0].count <= 104)
    #expect(lines[1] == String(repeating: " ", count: 32) + "^^")
    #expect(excerpt(long, 0, 1)[1] == " ^")
    #expect(excerpt(long, 0, 200_002)[1].count <= 102)
  }

  @Test("is cut between characters, and at a line that begins in the middle of one")
  func cutCharacters() {
    let wide = String(repeating: "ü", count: 400) + "x" + String(repeating: "ü", count: 400)
    let lines = excerpt(wide, 800, 801)
    #expect(lines[0].contains("üxü") && !lines[0].contains("\u{FFFD}"))
    let broken = SourceFile(name: "f", bytes: [0x80, 0x80, 0x61])
    let text = renderer.render(Diagnostic(code: "c", message: "m", range: broken.range(2, 3)))
    #expect(text.hasSuffix("1 | \u{FFFD}a\n  |  ^\n"))
  }

  @Test("in colour says the same words")
  func color() {
    let file = SourceFile(name: "f", text: "ab")
    let diagnostic = Diagnostic(code: "c", message: "m", range: file.range(0, 1), label: "l")
    let colored = Paint.opened(DiagnosticRenderer(color: true).render(diagnostic))
    #expect(colored.hasPrefix("\u{1B}[1;31merror[c]\u{1B}[0m"))
    var plain = ""
    var skips = false
    for character in colored {
      if character == "\u{1B}" { skips = true }
      if !skips { plain.append(character) }
      if character == "m", skips { skips = false }
    }
    #expect(plain == renderer.render(diagnostic))
  }
}

import CEL
import Testing

@Suite("The outline of a condition")
struct OutlineTests {
  private func atom(_ text: String) throws -> Outline.Atom {
    let (program, issues) = Fixture.compiler.compile(text, expecting: .bool)
    let outline = try #require(program, "\(issues)").outline
    guard case .atom(let atom) = outline else {
      throw Unexpected(text: text)
    }
    return atom
  }

  private struct Unexpected: Error { let text: String }

  @Test(
    "gives what means the same one key",
    arguments: [
      ("price > 5", "5 < price", false), ("price >= 5", "price < 5", true),
      ("price <= 5", "5 < price", true), ("kind != null", "null == kind", true),
      ("has(end_date)", "end_date == null", true), ("service.price < 5", "price<5", false),
      ("price * 2 > 1 + price", "price + 1 < 2 * price", false),
      ("kind != \"recurring\"", "\"recurring\" == kind", true),
    ])
  func keys(first: String, second: String, isOpposite: Bool) throws {
    let (a, b) = (try atom(first), try atom(second))
    #expect(a.key == b.key)
    #expect((a.isOpposite != b.isOpposite) == isOpposite)
  }

  @Test("keeps apart what differs")
  func differences() throws {
    let texts = ["price < 5", "price < 6", "5 < price", "price == 5", "price - 1 < 5"]
    #expect(Set(try texts.map { try atom($0).key }).count == texts.count)
  }

  @Test("follows and, or, not and choices")
  func logic() throws {
    let text = "!(price > 5) && (kind == null || true) && (price < 1 ? true : price > 9)"
    let (program, _) = Fixture.compiler.compile(text, expecting: .bool)
    guard case .all(let parts)? = program?.outline, parts.count == 3,
      case .not(.atom) = parts[0], case .any = parts[1], case .choice = parts[2]
    else {
      Issue.record("it is not taken apart")
      return
    }
  }
}

import Foundation
import Testing

@Suite("Verifying rules")
struct VerifyTests {
  /// A loan may be made of a book that is locked away.
  private static let faulty = """
    workflow: lending
    version: 1
    records:
      book:
        fields: {title: text}
        states: {place: [shelf, cellar]}
        transitions:
          create: {from: new, inputs: [title]}
          lock_away: {from: shelf, to: cellar}
      loan:
        fields: {book: book}
        states: {status: [running, over]}
        transitions:
          create: {from: new, inputs: [book]}
          end: {from: running, to: over}
    invariants:
      lent_books_are_at_hand:
        record: loan
        when: status == "running"
        check: book.place == "shelf"
        otherwise: A book in the cellar is not lent.

    """

  @Test("a rule that only itself protects is told with the shortest story, and exits with 4")
  func broken() throws {
    let place = try Workplace(workflow: Self.faulty)
    let answer = try place.run("verify", "workflows/customer-account.yaml")
    #expect(answer.status == 4)
    #expect(answer.output.contains("lent_books_are_at_hand   can be broken, in 3 steps"))
    #expect(answer.output.contains("A book in the cellar is not lent."))
  }

  @Test("the commands of a story work when pasted, and the last one is refused by the rule alone")
  func pasted() throws {
    let place = try Workplace(workflow: Self.faulty)
    let answer = try place.run("verify", "workflows/customer-account.yaml")
    let commands = answer.output.split(separator: "\n")
      .filter { $0.contains("workflow-run apply") }
      .map { $0.split(separator: " ").dropFirst().map(String.init) }
    #expect(commands.count == 3)
    for (number, command) in commands.enumerated() {
      let isLast = number == commands.count - 1
      let done = try place.run(command)
      #expect(done.status == (isLast ? 3 : 0), "\(command.joined(separator: " ")): \(done.output)")
      if isLast { #expect(done.output.contains("lent_books_are_at_hand")) }
    }
  }

  @Test("against an earlier version it says which answers are other ones")
  func since() throws {
    let place = try Workplace(workflow: Self.mended)
    try place.write("old.yaml", Self.faulty)
    let answer = try place.run(
      "verify", "workflows/customer-account.yaml", "--since", "old.yaml")
    #expect(answer.status == 0, "\(answer.output)")
    #expect(
      answer.output.contains(
        """
        since old.yaml: 0 answers are the same, others not:
          ~ lent_books_are_at_hand   broken → proved for small sets

        """), "\(answer.output)")
    let back = try place.run(
      "verify", "old.yaml", "--since", "workflows/customer-account.yaml", "--format", "json")
    #expect(back.status == 4)
    #expect(back.output.contains("\"before\": \"proved_for_small_sets\""), "\(back.output)")
    #expect(back.output.contains("\"now\": \"broken\""))
    let same = try place.run("verify", "old.yaml", "--since", "old.yaml")
    #expect(same.output.contains("since old.yaml: 1 answer is the same\n"), "\(same.output)")
    try place.write(
      "renamed.yaml", Self.mended.replacing("lent_books_are_at_hand", with: "at_hand"))
    let renamed = try place.run("verify", "renamed.yaml", "--since", "old.yaml")
    #expect(
      renamed.output.contains(
        "  + at_hand   proved for small sets\n  - lent_books_are_at_hand   was broken\n"))
    let missing = try place.run("verify", "old.yaml", "--since", "older.yaml")
    #expect(missing.status != 0)
    #expect(missing.remarks.contains("older.yaml"))
    let several = try place.run("verify", "old.yaml", "renamed.yaml", "--since", "old.yaml")
    #expect(several.status == 64, "\(several.remarks)")
    #expect(several.remarks.contains("--since is about one workflow, and there are several"))
  }

  /// The same with the guards that were missing.
  private static let mended = """
    workflow: lending
    version: 1
    records:
      book:
        fields: {title: text}
        relations:
          running_loans: {many: loan, where: loan.status == "running"}
        states: {place: [shelf, cellar]}
        guards:
          not_lent: {check: count(running_loans) == 0, otherwise: The book is lent.}
        transitions:
          create: {from: new, inputs: [title]}
          lock_away: {from: shelf, to: cellar, guards: [not_lent]}
      loan:
        fields: {book: book}
        states: {status: [running, over]}
        guards:
          at_hand: {check: book.place == "shelf", otherwise: The book is in the cellar.}
        transitions:
          create: {from: new, inputs: [book], guards: [at_hand]}
          end: {from: running, to: over}
    invariants:
      lent_books_are_at_hand:
        record: loan
        when: status == "running"
        check: book.place == "shelf"
        otherwise: A book in the cellar is not lent.

    """

  @Test("with the guards that were missing it is proved, as far as sets are looked into")
  func proved() throws {
    let place = try Workplace(workflow: Self.mended)
    let answer = try place.run("verify", "workflows/customer-account.yaml", "--format", "json")
    #expect(answer.status == 0, "\(answer.output)\(answer.remarks)")
    #expect(answer.output.contains("\"answer\": \"proved_for_small_sets\""))
  }

  /// A card that comes back, or does not, from where it was blocked.
  private static func cards(_ wayBack: String) -> String {
    """
    workflow: cards
    version: 1
    records:
      card:
        states: {status: [open, blocked, cut, worn]}
        guards:
          never: {check: status != "worn", otherwise: It is worn.}
        transitions:
          create: {from: new}
          block: {from: open, to: blocked, guards: [never]}
          unblock: {from: blocked, to: open}
          cut: {from: blocked, to: cut}
          \(wayBack)
    possible:
      opens_again:
        record: card
        check: status == "open"
        always: true

    """
  }

  @Test("what must always stay possible: the story into the trap, or that there is none")
  func traps() throws {
    let place = try Workplace(workflow: Self.cards("stick: {from: open, to: open}"))
    let trapped = try place.run("verify", "workflows/customer-account.yaml")
    #expect(trapped.status == 4, "\(trapped.output)")
    #expect(
      trapped.output.contains("opens_again   is not possible any more, after 3 steps"),
      "\(trapped.output)")
    #expect(trapped.output.contains("card.cut card:card-1"), "\(trapped.output)")
    let mended = try Workplace(workflow: Self.cards("stick: {from: cut, to: open}"))
    let open = try mended.run("verify", "workflows/customer-account.yaml")
    #expect(open.status == 0, "\(open.output)")
    #expect(open.output.contains("opens_again   stays possible"), "\(open.output)")
  }

  @Test("states that nothing leads to and guards that refuse nothing are named")
  func idle() throws {
    let place = try Workplace(workflow: Self.cards("stick: {from: cut, to: open}"))
    let answer = try place.run("verify", "workflows/customer-account.yaml")
    #expect(answer.output.contains("card.status: worn"), "\(answer.output)")
    #expect(answer.output.contains("card.block: never"), "\(answer.output)")
  }

  /// Nobody is old enough to join, in what the search looks at.
  private static let club = """
    workflow: club
    records:
      member:
        fields: {born_on: date, paid: {type: integer, default: 0}}
        states: {status: [joined, {barred: {final: true}}]}
        guards:
          of_age: {check: born_on + years(18) <= today, otherwise: Members are 18.}
        transitions:
          join: {from: new, inputs: [born_on], guards: [of_age]}
          overdraw: {from: joined, effects: [{set: {paid: =paid - 1}}]}
    invariants:
      not_below_zero: {record: member, check: paid >= 0, otherwise: Below zero.}

    """

  @Test("a rule of which nothing came to be is not said to hold")
  func untried() throws {
    let place = try Workplace(workflow: Self.club)
    let answer = try place.run("verify", "workflows/customer-account.yaml")
    #expect(answer.output.contains("? not_below_zero   was not tried"), "\(answer.output)")
    #expect(answer.output.contains("not proved: member.overdraw keeps it only where more is known"))
    #expect(!answer.output.contains("✓"))
    let machine = try place.run("verify", "workflows/customer-account.yaml", "--format", "json")
    #expect(machine.output.contains(#""answer": "not_tried""#), "\(machine.output)")
    #expect(machine.output.contains(#""not_proved": "member.overdraw keeps it"#))
  }

  /// A count without an end: the search never sees all of it.
  private static let counting = """
    workflow: boxes
    records:
      box:
        fields: {n: {type: integer, default: 0}, m: {type: integer, default: 0}}
        states: {status: [open, stuck, gone]}
        transitions:
          make: {from: new}
          count: {from: open, effects: [{set: {n: =n + 1}}]}
          add: {from: open, effects: [{set: {m: =m + 1}}]}
          lose: {from: open, to: stuck}
          leave: {from: open, to: gone}
    invariants:
      few: {record: box, check: n + m < 1000000000, otherwise: Too many.}
    possible:
      leaves: {record: box, check: status == "gone", always: true, otherwise: It can leave.}

    """

  @Test("where the search was cut short, that stands in both forms, of 'always' too")
  func cutShort() throws {
    let place = try Workplace(workflow: Self.counting)
    let asked = ["verify", "workflows/customer-account.yaml", "--seconds", "0.2"]
    let answer = try place.run(asked)
    #expect(answer.output.contains("? few   not broken in the first"), "\(answer.output)")
    #expect(answer.output.contains("? leaves   is possible, in 2 steps"))
    #expect(answer.output.contains("whether it always is stays open"))
    let machine = try place.run(asked + ["--format", "json"])
    #expect(machine.output.contains(#""answer": "not_broken""#), "\(machine.output)")
    #expect(machine.output.contains(#""answer": "reached""#))
    #expect(machine.output.components(separatedBy: #""not_proved": "#).count == 3)
  }
}

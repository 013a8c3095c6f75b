import Testing

@Suite("The screen of a refusal")
struct RefusalScreenTests {
  @Test("every condition that does not hold is shown with its facts and its place")
  func design() throws {
    let place = try Workplace()
    let answer = try place.run(
      "dry-run", "reactivate", "service:S1", "--records", "records.yaml", "--no-route")
    #expect(
      answer.output.withoutHash == """
        blocked: service S1 "Weekly pickup": 'Reactivate' is not possible

          3 of 3 conditions do not hold:

          ✗ account_active     Reactivate the account before its locations and services.
              account A1 "Nordwind" is deactivated                         workflows/customer-account.yaml:5:3
          ✗ location_active    Reactivate location 12 Mill Lane before its services.
              location L1 is deactivated                                   workflows/customer-account.yaml:8:3
          ✗ end_date_removed   Remove the end date (2026-02-01) in the same save.
              kind is "recurring" and end_date is 2026-02-01               workflows/customer-account.yaml:82:7

        as u17 (clerk), at 2026-03-10 09:00, customer-account version 1 (#)

        """)
    #expect(answer.status == 3)
    #expect(answer.remarks.isEmpty)
  }

  @Test("the conditions that hold are folded to a count")
  func folded() throws {
    let place = try Workplace()
    let answer = try place.run(
      "dry-run", "reactivate", "service:S3", "--records", "records.yaml")
    #expect(answer.status == 0)
    let blocked = try place.run(
      "dry-run", "service.reactivate", "S1", "--set", "end_date=null", "--records", "records.yaml")
    #expect(blocked.output.contains("  2 of 3 conditions do not hold:\n"))
    #expect(blocked.output.contains("\n  ✓ the other holds\n"))
  }

  @Test("a wrong state says what it would also need")
  func wrongState() throws {
    let place = try Workplace()
    let answer = try place.run("dry-run", "reactivate", "location:L2", "--records", "records.yaml")
    #expect(answer.status == 3)
    #expect(
      answer.output.contains(
        "  ✗ wrong_state   location L2 is active; 'reactivate' needs it to be deactivated.\n"))
    try place.write(
      "records.yaml",
      """
      A1: {type: account, number: '101', name: Nordwind, status: deactivated}
      L1: {type: location, account: A1, address: 12 Mill Lane}

      """)
    let further = try place.run("dry-run", "reactivate", "location:L1", "--records", "records.yaml")
    #expect(further.output.contains("\n  it would also need:\n\n  ✗ account_active   Reactivate"))
  }

  @Test("a missing role, a missing input and an operation that does not exist are said")
  func otherReasons() throws {
    let place = try Workplace()
    let role = try place.run(
      "dry-run", "deactivate", "account:A2", "--records", "records.yaml", "--as", "u9:guest",
      "--at", "2026-03-10")
    #expect(role.status == 3)
    #expect(role.output.contains("  ✗ not_permitted   "))
    let input = try place.run("dry-run", "remind", "account:A2", "--records", "records.yaml")
    #expect(input.output.contains("  ✗ input_missing   'remind' needs subject (Subject).\n"))
    let unsupported = try place.run("dry-run", "delete", "account:A2", "--records", "records.yaml")
    #expect(unsupported.output.contains("  ✗ not_supported   Deactivate the account instead."))
  }

  @Test("a sentence that is said without a record has dots where it would tell of one")
  func withoutRecord() throws {
    let place = try Workplace(workflow: nil)
    try place.write(
      "workflows/shop.yaml",
      """
      workflow: shop
      records:
        order:
          fields: {name: text}
          states: {status: [open, closed]}
          transitions:
            create: {from: new, inputs: [name]}
            close: {from: open, to: closed}
            remove:
              not_supported: Order {name} of {upper(name)} cannot be removed on {today}.
              instead: close

      """)
    try place.write("none.yaml", "{}\n")
    let answer = try place.run(
      "dry-run", "order.remove", "--all", "--records", "none.yaml", "--at", "2026-03-10")
    #expect(answer.status == 3)
    #expect(
      answer.output.contains("  ✗ not_supported   Order … of … cannot be removed on 2026-03-10."),
      "\(answer.output)\(answer.remarks)")
  }

  @Test("control characters of a record cannot reach the terminal")
  func controlCharacters() throws {
    let place = try Workplace()
    try place.write(
      "records.json", #"{"A1": {"type": "account", "number": "1", "name": "\u001b[31mred"}}"#)
    let answer = try place.run("dry-run", "reactivate", "account:A1", "--records", "records.json")
    #expect(answer.status == 3)
    #expect(!answer.output.contains("\u{1B}"))
  }

  @Test("colours are used when asked for, and never change the words")
  func colors() throws {
    let place = try Workplace()
    let arguments = ["dry-run", "reactivate", "service:S1", "--records", "records.yaml"]
    let plain = try place.run(arguments)
    let colored = try place.run(arguments + ["--color", "always"])
    #expect(colored.output.contains("\u{1B}[1;31mblocked\u{1B}[0m"))
    #expect(colored.output.withoutColors == plain.output)
  }
}

extension String {
  /// The text with `(#)` in place of the definition's digest.
  var withoutHash: String {
    replacing(/\([0-9a-f]{7}\)/, with: "(#)")
  }

  var withoutColors: String { replacing(/\x1B\[[0-9;]*m/, with: "") }
}

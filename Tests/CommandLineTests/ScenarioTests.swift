import Testing

@Suite("Running scenarios")
struct ScenarioTests {
  private static let good = """
    workflow: customer-account
    clock: '2026-03-10T09:00:00Z'
    scenarios:
    - id: back-01
      title: A deactivated account comes back
      given:
        A1: {type: account, number: '1', name: One, status: deactivated}
      when:
      - {event: account.reactivate, record: A1}
      then:
        outcome: allowed
        changes: {A1.status: active}

    """

  @Test("passing scenarios exit with 0, failing ones with 4")
  func results() throws {
    let place = try Workplace()
    try place.write("workflows/customer-account.scenarios.yaml", Self.good)
    let passed = try place.run("test")
    #expect(passed.output == "1 passed, 0 failed\n")
    #expect(passed.status == 0)
    try place.write(
      "workflows/customer-account.scenarios.yaml",
      Self.good.replacing("outcome: allowed", with: "outcome: blocked"))
    let failed = try place.run("test")
    #expect(failed.output.hasPrefix("failed: back-01 A deactivated account comes back"))
    #expect(failed.status == 4)
  }

  @Test("coverage below what was asked for, and no scenario at all, exit with 4")
  func coverage() throws {
    let place = try Workplace()
    let none = try place.run("test")
    #expect(none.status == 4)
    try place.write("workflows/customer-account.scenarios.yaml", Self.good)
    let short = try place.run("test", "--coverage", "--min-coverage", "90")
    #expect(short.status == 4)
    #expect(short.output.contains("not covered: "))
    #expect(short.remarks == "customer-account: less than 90 percent is covered\n")
    #expect(try place.run("test", "--min-coverage", "1").status == 0)
    for lonely in [["--min-noticed", "1"], ["--generate", "more.yaml"], ["--fine"]] {
      let answer = try place.run(["test"] + lonely)
      #expect(answer.status == 64, "\(lonely) would be passed over")
      #expect(answer.remarks.contains("\(lonely[0]) needs --"), "\(answer.remarks)")
    }
  }

  @Test("slips that nothing notices are named, and a file of scenarios that would is written")
  func mutation() throws {
    let place = try Workplace(workflow: nil)
    try place.write(
      "workflows/shop.yaml",
      """
      workflow: shop
      records:
        order:
          fields: {due: {type: decimal, default: 0}}
          states: {status: [open, closed]}
          guards: {paid: {check: due == 0, otherwise: Pay first.}}
          transitions:
            create: {from: new}
            close: {from: open, to: closed, guards: [paid]}

      """)
    try place.write(
      "workflows/shop.scenarios.yaml",
      """
      workflow: shop
      clock: '2026-03-10T09:00:00Z'
      scenarios:
      - id: closed
        given: {O1: {type: order}}
        when: [{event: order.close, record: O1}]
        then: {changes: {O1.status: closed}}

      """)
    let short = try place.run(
      "test", "--mutate", "--min-noticed", "100", "--generate", "more.scenarios.yaml")
    #expect(short.status == 4)
    #expect(
      short.output.contains(
        "  not noticed: without guard 'paid' of order.close  workflows/shop.yaml:9:48\n"),
      "\(short.output)")
    #expect(short.remarks.contains("written: more.scenarios.yaml"))
    #expect(short.remarks.contains("shop: less than 100 percent of the slips are noticed"))
    let full = try place.run(
      "test", "workflows/shop.scenarios.yaml", "more.scenarios.yaml", "--mutate", "--min-noticed",
      "100")
    #expect(full.status == 0, "\(full.output)\(full.remarks)")
    let machine = try place.run("test", "--mutate", "--format", "json")
    #expect(machine.output.contains("\"scenario\":"))
    let own = try place.run(
      "test", "--mutate", "--generate", "workflows/shop.scenarios.yaml")
    #expect(own.status != 0)
    #expect(own.remarks.contains("it is what is read; name another file"))
  }

  /// A shop whose order is closed, kept open or cancelled.
  private static let shop = """
    workflow: shop
    records:
      order:
        fields: {due: {type: decimal, default: 0}}
        states: {status: [open, closed, cancelled]}
        guards: {paid: {check: due == 0, otherwise: Pay first.}}
        transitions:
          create: {from: new}
          close: {from: open, to: closed, guards: [paid]}
          cancel: {from: open, to: cancelled}

    """

  private static let shopScenarios = """
    workflow: shop
    clock: '2026-03-10T09:00:00Z'
    scenarios:
    - id: closed
      given: {O1: {type: order}}
      when: [{event: order.close, record: O1}]
      then: {changes: {O1.status: closed}}

    """

  @Test("slips can be tried in the lines alone that are others than in an earlier version")
  func mutationsSince() throws {
    let place = try Workplace(workflow: nil)
    try place.write("workflows/shop.yaml", Self.shop)
    try place.write("workflows/shop.scenarios.yaml", Self.shopScenarios)
    try place.write(
      "old.yaml", Self.shop.replacing("      cancel: {from: open, to: cancelled}\n", with: ""))
    let all = try place.run("test", "--mutate")
    #expect(all.output.contains("without guard 'paid' of order.close"), "\(all.output)")
    let changed = try place.run("test", "--mutate", "--since", "old.yaml")
    #expect(!changed.output.contains("order.close"), "\(changed.output)")
    #expect(changed.output.contains("order.cancel"), "\(changed.output)")
    let same = try place.run("test", "--mutate", "--since", "workflows/shop.yaml")
    #expect(same.output.contains("shop: 0 of 0 slips noticed\n"), "\(same.output)")
    #expect(try place.run("test", "--since", "old.yaml").status == 64)
  }

  @Test("the page of coverage shows the workflow line by line, and nothing of it as markup")
  func coveragePage() throws {
    let place = try Workplace(workflow: nil)
    try place.write(
      "workflows/shop.yaml", Self.shop.replacing("Pay first.", with: "'Pay <b>first</b> & all.'"))
    try place.write("workflows/shop.scenarios.yaml", Self.shopScenarios)
    let answer = try place.run("test", "--coverage", "--html", "coverage.html")
    #expect(answer.remarks.contains("written: coverage.html"), "\(answer.remarks)")
    let page = try place.read("coverage.html")
    #expect(page.contains("<h1>shop: 3 of 7 covered</h1>"), "\(page)")
    #expect(page.contains("</a> no record is ever in state 'cancelled' of order.status</li>"))
    #expect(page.contains(">- 10        cancel: {from: open, to: cancelled}</span>"), "\(page)")
    #expect(page.contains(">~ "))
    #expect(page.contains("Pay &lt;b&gt;first&lt;/b&gt; &amp; all."))
    #expect(!page.contains("<b>first"))
    #expect(try place.run("test", "--html", "coverage.html").status == 64)
  }

  @Test("a scenario with a mistake fails, and a file that cannot be read exits with 65")
  func unreadable() throws {
    let place = try Workplace()
    try place.write(
      "workflows/a.scenarios.yaml", Self.good.replacing("A1.status", with: "A1.statu"))
    let answer = try place.run("test")
    #expect(answer.status == 4)
    #expect(answer.remarks.contains("did you mean"))
    #expect(answer.output.hasSuffix("0 passed, 1 failed\n"), "\(answer.output)")
    try place.write("workflows/a.scenarios.yaml", Self.good.replacing("clock:", with: "clok:"))
    let whole = try place.run("test")
    #expect(whole.status == 65)
    #expect(whole.remarks.contains("did you mean"))
  }

  @Test("JUnit and JSON")
  func forms() throws {
    let place = try Workplace()
    try place.write("workflows/customer-account.scenarios.yaml", Self.good)
    #expect(try place.run("test", "--format", "junit").output.contains("<testcase "))
    #expect(try place.run("test", "--format", "json").output.hasPrefix("{\n  \"format\": 1,\n"))
  }
}

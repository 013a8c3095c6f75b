import Foundation
import Testing

/// What support staff do at a terminal, in the bundled workflows and on a store.
@Suite("The articles' whole job, with commands on a store")
struct SecondLookTests {
  private func place(_ workflow: String, _ records: String) throws -> Workplace {
    let place = try Workplace(workflow: nil)
    try place.bring("workflows")
    try place.write("records.yaml", records)
    let answer = try place.run(
      "import", "records.yaml", "--workflow", "workflows/\(workflow).yaml")
    #expect(answer.status == 0, "\(answer)")
    return place
  }

  private static let accounts = """
    A1: {type: account, number: '101', name: Nordwind}
    A2: {type: account, number: '102', name: Off, status: deactivated, opening_balance: 12}
    A3: {type: account, number: '103', name: Late, standing: suspended}
    L1: {type: location, account: A1, address: 12 Mill Lane}
    L2: {type: location, account: A1, address: 13 Mill Lane, status: deactivated}
    S1: {type: service, location: L1, kind: recurring, name: Pickup, price: 10}
    S2: {type: service, location: L1, kind: on_request, name: Extra, price: 5}
    """

  @Test("S0-39b: a list without a name is the default, with badges, colours, totals and balances")
  func lists() throws {
    let place = try place("customer-account", Self.accounts)
    let active = try place.run("list", "account").output
    #expect(active.contains("103     Late      0        (red)"), "\(active)")
    #expect(!active.contains("Off"))
    #expect(active.contains("account.active: 2 records; also account.deactivated, account.all"))
    let all = try place.run("list", "account.all").output
    #expect(all.contains("[orange_deactivated]") && all.contains("12"), "\(all)")
    let services = try place.run("list", "service", "--of", "account:A1").output
    #expect(services.contains("service.active: 2 records; also service.deactivated"), "\(services)")
  }

  @Test("S0-15: billing all is a report where an account is off, and says which invoices it made")
  func billing() throws {
    let place = try place("customer-account", Self.accounts)
    // Two of the bundled workflows have invoices.
    let workflow = ["--workflow", "workflows/customer-account.yaml"]
    let bill = ["apply", "account.bill", "--input", "period=2026-03", "--as", "ada:clerk"]
    let all = try place.run(bill + ["--all"])
    #expect(all.status == 0, "\(all)")
    #expect(all.output.contains("account_active: A deactivated account is not billed."), "\(all)")
    #expect(all.output.contains("Done: 2 of 3, 1 blocked."), "\(all)")
    let made = try place.run(["list", "invoice.bulk"] + workflow).output
    #expect(made.contains("2026-03-10 09:00  ada"), "\(made)")
    #expect(made.contains("invoice.bulk: 2 records"), "\(made)")
    let invoice = try place.run(["show", "invoice:invoice-1"] + workflow).output
    #expect(invoice.contains("kind service, service S1, description Pickup"), "\(invoice)")
    #expect(invoice.contains("total") && invoice.contains("15"), "\(invoice)")
    let account = try place.run("show", "account:A1").output
    #expect(account.contains("balance") && account.contains("15"), "\(account)")
  }

  @Test("S1-13b: what is for all needs no record, and nothing selected is said")
  func cleanup() throws {
    let place = try place(
      "customer-deletion",
      """
      C1: {type: customer, number: 1001, name: Ada}
      C2: {type: customer, number: 1002, name: Bob, status: deleted}
      """)
    let menu = try place.run("list", "customer").output
    #expect(
      menu.contains("For all at once: Cleanup old customers (customer.cleanup)"), "\(menu)")
    #expect(try !place.run("show", "customer:C2").output.contains("✓  cleanup"))
    let question = "Are you sure you want to remove all deleted customers from the program?"
    let unasked = try place.run("apply", "customer.cleanup")
    #expect(unasked.status == 3)
    #expect(unasked.output.contains("Asks: \(question)"), "\(unasked)")
    #expect(unasked.remarks.contains("--yes answers the question with [OK]"), "\(unasked)")
    let done = try place.sitting("apply", "customer.cleanup", "--as", "ada:clerk", types: "OK\n")
    #expect(done.status == 0, "\(done)")
    #expect(done.output.contains("Erased: 1."), "\(done)")
    let again = try place.run("apply", "cleanup", "--yes")
    #expect(again.status == 0 && again.output.contains("Erased: 0."), "\(again)")
    let runs = try place.run("list", "cleanup_run").output
    #expect(runs.contains("2026-03-10 09:00  ada  1"), "\(runs)")
    for command in ["apply", "dry-run"] {
      let nothing = try place.run(command, "customer.delete")
      #expect(nothing.status == 3, "\(nothing)")
      #expect(
        nothing.output.contains("✗ nothing_selected   No customer is selected."), "\(nothing)")
      #expect(nothing.remarks.contains("name them as customer:id"), "\(nothing)")
    }
    let new = try place.run("apply", "customer.delete", "--id", "C9")
    #expect(new.status == 64, "\(new)")
  }

  @Test("S2-09, S2-13: the question's options are answered where it is asked")
  func options() throws {
    let place = try place(
      "client-inactivation",
      """
      K1: {type: client, name: Kim, email: kim@x}
      V1: {type: visit, client: K1, service: walk, start: 2030-01-01T10:00:00Z}
      T1: {type: template, client: K1, name: t}
      """)
    let done = try place.sitting(
      "apply", "make_inactive", "client:K1", types: "delete_future_services=false\ny\n")
    #expect(done.status == 0, "\(done)")
    #expect(done.output.contains("--input delete_future_services=false (Delete all future"))
    #expect(try place.run("list", "visit").output.contains("V1"))
    #expect(try place.run("list", "template").output.contains("0 records"))
  }
}

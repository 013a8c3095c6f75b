import Diagnostics
import Testing

/// One thing an author got wrong in a file that is sound otherwise.
struct Slip: CustomTestStringConvertible, Sendable {
  let title: String
  /// A further transition of an account.
  var account = ""
  /// A further transition of a service.
  var service = ""
  /// A further line at the top level.
  var file = ""
  let code: String
  let marked: String
  let message: String
  var label: String?

  init(
    _ title: String, account: String = "", service: String = "", file: String = "", code: String,
    marked: String, message: String, label: String? = nil
  ) {
    self.title = title
    self.account = account
    self.service = service
    self.file = file
    self.code = code
    self.marked = marked
    self.message = message
    self.label = label
  }

  var testDescription: String { title }

  var text: String {
    """
    workflow: accounts
    records:
      account:
        fields: {number: text, name: text, balance: decimal, closed_on: date?}
        relations:
          services: {many: service}
        states:
          status: [active, closed]
          standing: [good, suspended]
        guards:
          paid: {check: balance == 0, otherwise: The balance is open.}
        transitions:
          close: {from: active, to: closed, guards: [paid]}
          \(account)
      service:
        fields:
          account: account
          name: text
          kind: {choice: [recurring, on_request]}
          price: {type: decimal, default: 0}
          end_date: date?
        states: {status: [active, deactivated]}
        transitions:
          deactivate: {from: active, to: deactivated}
          \(service)
    \(file)
    """
  }

  func check() {
    let (definition, diagnostics) = load(text)
    #expect(definition == nil)
    let shown = diagnostics.map(DiagnosticRenderer(color: false).render).joined()
    guard let diagnostic = diagnostics.first else {
      Issue.record("nothing is said about it")
      return
    }
    #expect(diagnostic.code == code, "\(shown)")
    #expect(diagnostic.marked == marked, "\(shown)")
    #expect(diagnostic.message == message, "\(shown)")
    #expect(diagnostic.label == label, "\(shown)")
  }
}

import Diagnostics

extension Mistake.Kind {
  static let missingInput = Mistake.Kind(
    "missing-input", "An event that is sent without what it asks for",
    bad: """
      workflow: accounts
      records:
        account:
          states: {status: [active, closed]}
          relations: {services: {many: service}}
          transitions:
            close:
              from: active
              to: closed
              inputs: [reason: text]
              effects: [{for: services, send: stop}]
        service:
          fields: {account: account, reason: text?}
          states: {status: [active, stopped]}
          transitions:
            stop: {from: active, to: stopped, inputs: [reason: {required: true}]}

      """,
    good: """
      workflow: accounts
      records:
        account:
          states: {status: [active, closed]}
          relations: {services: {many: service}}
          transitions:
            close:
              from: active
              to: closed
              inputs: [reason: text]
              effects: [{for: services, send: stop, with: {reason: =reason}}]
        service:
          fields: {account: account, reason: text?}
          states: {status: [active, stopped]}
          transitions:
            stop: {from: active, to: stopped, inputs: [reason: {required: true}]}

      """,
    reason: """
      Nobody is asked for the inputs of an event that an effect sends. What it needs the effect \
      gives, under 'with', or a 'default' of the input does.
      """)
}

extension Mistake {
  static func missingInputs(
    _ inputs: [InputDraft], of event: String, _ sender: EffectReader.Sender
  ) -> Mistake {
    let names = inputs.map { "'\($0.name)'" }.joined(separator: ", ")
    let label =
      switch sender {
      case .send(let form):
        form["with"] == nil
          ? "add with: {\(inputs.map { "\($0.name): …" }.joined(separator: ", "))}"
          : "add \(inputs.map { "\($0.name): …" }.joined(separator: ", ")) to 'with'"
      case .create: "give \(inputs.count == 1 ? "it" : "them") a 'default' there"
      case .raise: "send it to the own record in place of 'raise', with: {…}"
      }
    return Mistake(
      .missingInput, "'\(event)' asks for \(names), and nobody gives it here", label: label,
      notes: inputs.prefix(5).map { .init("'\($0.name)' is asked for here", range: $0.range) })
  }

  static func unknownInput(
    _ name: String, event: String, all: [String], declared: SourceRange
  ) -> Mistake {
    Mistake(
      .missingInput, "'\(event)' asks for no '\(name)'",
      label: all.isEmpty ? "leave it out: '\(event)' asks for nothing" : nil,
      notes: all.isEmpty
        ? [.init("it is declared here", range: declared)]
        : [.init("it asks for \(all.joined(separator: ", "))", range: declared)]
    ).meaning(name, in: all)
  }
}

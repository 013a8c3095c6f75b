import CEL
import Diagnostics
import Testing
import WorkflowEngine
import WorkflowLanguage

@Suite("A definition")
struct DefinitionTests {
  static let text = """
    workflow: accounts
    version: 2
    title: Accounts and services
    time_zone: Europe/Berlin
    parameters: {days: 14, rates: {standard: 0.19}, zones: [north, south], since: 2026-01-01}
    guards:
      account_active:
        check: account.status == "active"
        otherwise: Reactivate the account {account.name}.
    records:
      account:
        shown_as: "{name} {{x}}"
        fields:
          name: {type: text, unique: {in: active, otherwise: Taken.}}
          limit: {type: decimal, default: 12.50}
          vip: boolean
          total: {formula: sum(services.price)}
        relations:
          services: {many: service}
          notes: {many: note, inline: true}
          friends: {links: account}
          friend_of: {linked_by: account.friends}
          others: {many: account, by: none, as: other, where: other.name != name}
        states:
          status: [active, closed]
          standing: [good, {suspended: {badge: stop, row_color: red}}]
        transitions:
          open: {from: new, to: suspended, inputs: [name, limit, vip]}
          close:
            from: active
            to: closed
            guards: [account_active]
            inputs:
              - reason: text?
              - last_day: {type: date, when: count(services) > 0}
            effects:
              - {when: reason != null, create: notes, with: {text: =reason}}
              - {for: services, where: service.price > limit, order_by: service.price, send: stop}
          remind: {at: now + days(1), from: active}
          expire: {at: today, from: active, to: closed}
      location:
        fields: {account: account}
      service:
        fields:
          location: location
          price: decimal
          account: {formula: location.account}
        states: {status: [active, stopped]}
        transitions:
          stop: {from: active, to: stopped, guards: [account_active: No.]}
      note:
        fields: {text: text}
    """

  let account: RecordType
  let service: RecordType
  let loaded: WorkflowDefinition

  init() throws {
    loaded = try definition(DefinitionTests.text)
    account = try #require(loaded.recordType(named: "account"))
    service = try #require(loaded.recordType(named: "service"))
  }

  @Test("has the head of its file")
  func head() {
    #expect(loaded.name == "accounts")
    #expect(loaded.version == "2")
    #expect(loaded.title == "Accounts and services")
    #expect(loaded.timeZone.name == "Europe/Berlin")
    #expect(loaded.file == "w.yaml")
    #expect(loaded.hash.count == 64)
  }

  @Test("flattens its parameters")
  func parameters() {
    #expect(
      loaded.parameters.map(\.name) == [
        "parameters.days", "parameters.rates.standard", "parameters.zones", "parameters.since",
      ])
    #expect(loaded.parameters.map(\.type) == [.int, .decimal, .list(.string), .date])
    #expect(loaded.parameters[0].constant?.description == "14")
  }

  @Test("gives regions the first slots, then fields, sets that are stored, and its own marks")
  func slots() {
    #expect(
      account.fields.map(\.name) == [
        "status", "standing", "name", "limit", "vip", "notes", "friends", "remind_fired",
      ])
    #expect(account.fields.map(\.isInternal).last == true)
    #expect(account.formulaSlot(of: "total") == account.fields.count)
    #expect(account.fields[5].type == .entries(3))
    #expect(account.fields[6].type == .links(0))
  }

  @Test("shares the numbers of choices with its schema")
  func choices() {
    #expect(loaded.choices.map(\.name) == loaded.schema.choiceTypes.map(\.name))
    #expect(account.regions.map { loaded.choices[$0.choice].name }.first == "status of account")
    #expect(account.regions[1].states[1].badge == "stop")
    #expect(account.regions[1].states[1].rowColor == "red")
  }

  @Test("knows how the members of each set are found")
  func sets() {
    let sources = account.sets.map { String(describing: $0.source) }
    #expect(
      sources == [
        "reaching(path: [1, 0])", "stored(slot: 5)", "stored(slot: 6)", "linking(slot: 6)",
        "everything",
      ])
    #expect(account.sets[4].condition != nil)
  }

  @Test("follows a formula that is a path of references")
  func path() {
    #expect(service.formulas.map(\.referencePath) == [[1, 0]])
    #expect(service.formulas.map(\.type) == [.reference(0)])
    #expect(account.formulas.map(\.type) == [.decimal])
  }

  @Test("lets a new record start in the first state of each region that is not named")
  func creating() throws {
    let open = try #require(account.event(named: "open")?.transitions.first)
    #expect(open.creates)
    #expect(Set(open.to) == [StateMove(slot: 1, state: 1), StateMove(slot: 0, state: 0)])
    #expect(open.inputs.map(\.isRequired) == [true, false, false])
    #expect(open.inputs.map(\.field) == [2, 3, 4])
  }

  @Test("asks for an input unless it may be empty")
  func inputs() throws {
    let close = try #require(account.event(named: "close")?.transitions.first)
    #expect(close.inputs.map(\.isRequired) == [false, true])
    #expect(close.from == [StateTest(slot: 0, states: 1)])
    #expect(close.to == [StateMove(slot: 0, state: 1)])
  }

  @Test("remembers when a timer fired only where its states do not")
  func timers() throws {
    let remind = try #require(account.event(named: "remind")?.transitions.first)
    let expire = try #require(account.event(named: "expire")?.transitions.first)
    guard case .clock(let first) = remind.occasion,
      case .clock(let second) = expire.occasion
    else {
      Issue.record("they are fired by the clock")
      return
    }
    #expect(first.firedSlot == 7)
    #expect(second.firedSlot == nil)
  }

  @Test("makes a shared guard once for each type that uses it")
  func guards() throws {
    let close = try #require(account.event(named: "close")?.transitions.first?.guards.first)
    let stop = try #require(service.event(named: "stop")?.transitions.first?.guards.first)
    #expect(close.declared.check.formulas[0].program !== stop.declared.check.formulas[0].program)
    #expect(stop.sentence.template == "No.")
    #expect(close.sentence.template == "Reactivate the account {account.name}.")
    #expect(close.declared.place.description == "w.yaml:7:3")
  }

  @Test("writes the place of a formula as it stands in the file")
  func places() throws {
    let effects = try #require(account.event(named: "close")?.transitions.first?.effects)
    #expect(effects.count == 2)
    guard case .each(let loop) = effects[1].target else {
      Issue.record("the second effect is a loop")
      return
    }
    #expect(loop.condition?.formulas.first?.text == "service.price > limit")
    #expect(loop.records.place.line == loop.orderBy?.place.line)
    #expect(loop.records.place.column == 19)
  }

  @Test("keeps braces that are written twice")
  func braces() {
    guard case .text(let text)? = account.shownAs?.pieces.last else {
      Issue.record("the last piece is text")
      return
    }
    #expect(text == " {x}")
  }
}

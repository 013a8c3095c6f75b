import Testing
import WorkflowEngine
import WorkflowWords

@Suite("Invariants and uniqueness")
struct InvariantTests {
  static let rooms = """
    workflow: rooms
    version: 1
    records:
      house:
        fields: {name: {type: text, unique: true}, open_rooms: {formula: count(free_rooms)}}
        relations:
          rooms: {many: room}
          free_rooms: {many: room, where: room.status == "free"}
        states: {status: [open, shut]}
        transitions:
          shut: {from: open, to: shut}
          rename: {edits: [name]}
          close_all: {from: open, to: shut, effects: [{for: rooms, send: take}]}
      room:
        fields: {house: house, code: {type: text?, unique: {in: [free]}}}
        states: {status: [free, taken]}
        transitions:
          create: {from: new, inputs: [house, code]}
          take: {from: free, to: taken}
          free: {from: taken, to: free}
          move: {edits: [house, code]}
    invariants:
      free_room_in_open_house:
        record: room
        when: status == "free"
        check: house.status == "open"
        otherwise: A free room is in an open house.
      at_most_two_free:
        record: house
        check: open_rooms <= 2
        otherwise: "{name} has {open_rooms} free rooms, two are the most."
      name_stays:
        record: house
        during: [house.shut, house.close_all]
        check: name == before.name
    """

  private func workbench() throws -> Workbench {
    let bench = try Workbench(Self.rooms)
    try bench.given("house", "H1", ["name": .text("Mill")])
    try bench.given("house", "H2", ["name": .text("Barn"), "status": .choice("shut")])
    try bench.given("room", "R1", ["house": .reference("H1"), "code": .text("a")])
    try bench.given("room", "R2", ["house": .reference("H1"), "code": .text("b")])
    try bench.given(
      "room", "R3", ["house": .reference("H1"), "status": .choice("taken"), "code": .text("a")])
    return bench
  }

  @Test("a rule over a reference is checked for those that point at the changed record")
  func throughReference() throws {
    let bench = try workbench()
    let outcome = try bench.step("shut", "house", "H1")
    #expect(bench.reasons(outcome) == ["free_room_in_open_house", "free_room_in_open_house"])
    guard case .blocked(let refusal) = outcome else { return }
    #expect(refusal.blockers[0].factLines == ["house H1 is shut"])
    _ = try bench.apply(bench.step("close_all", "house", "H1"))
  }

  @Test("a rule over a set is checked for the owner of a member that comes in")
  func throughSet() throws {
    let bench = try workbench()
    _ = try bench.apply(bench.step("move", "room", "R3", edits: ["code": .text("c")]))
    let outcome = try bench.step("free", "room", "R3")
    #expect(bench.reasons(outcome) == ["at_most_two_free"])
    guard case .blocked(let refusal) = outcome else { return }
    #expect(refusal.blockers[0].sentence == "Mill has 3 free rooms, two are the most.")
  }

  @Test("a rule that was broken before refuses nothing")
  func brokenBefore() throws {
    let bench = try workbench()
    try bench.given("room", "R4", ["house": .reference("H2"), "code": .text("x")])
    _ = try bench.apply(bench.step("rename", "house", "H2", edits: ["name": .text("Shed")]))
    _ = try bench.apply(bench.step("move", "room", "R4", edits: ["code": .text("y")]))
    // The rule reads the house: it is looked at again, and was broken before.
    try bench.given("house", "H3", ["name": .text("Loft"), "status": .choice("shut")])
    _ = try bench.apply(bench.step("move", "room", "R4", edits: ["house": .reference("H3")]))
    #expect(
      bench.reasons(try bench.step("move", "room", "R1", edits: ["house": .reference("H3")]))
        == ["free_room_in_open_house"])
  }

  @Test("a new record must keep every rule from the start")
  func newRecord() throws {
    let bench = try workbench()
    let outcome = try bench.step(
      "create", "room", "R9", inputs: ["house": .reference("H2")], isNew: true)
    #expect(bench.reasons(outcome) == ["free_room_in_open_house"])
  }

  @Test("a value is unique over the chosen states only, also when the state is what changes")
  func uniqueInStates() throws {
    let bench = try workbench()
    #expect(
      bench.reasons(try bench.step("move", "room", "R2", edits: ["code": .text("a")])) == [
        "not_unique"
      ])
    _ = try bench.apply(bench.step("take", "room", "R1"))
    _ = try bench.apply(bench.step("move", "room", "R2", edits: ["code": .text("a")]))
    #expect(bench.reasons(try bench.step("free", "room", "R1")) == ["not_unique"])
    #expect(
      bench.reasons(try bench.step("rename", "house", "H2", edits: ["name": .text("Mill")])) == [
        "not_unique"
      ])
  }

  @Test("empty values are never taken")
  func emptyIsNeverTaken() throws {
    let bench = try workbench()
    _ = try bench.apply(bench.step("move", "room", "R1", edits: ["code": .null]))
    _ = try bench.apply(bench.step("move", "room", "R2", edits: ["code": .null]))
  }

  @Test("a text is the same value however its accents were put together")
  func lookAlikes() throws {
    let bench = try workbench()
    _ = try bench.apply(bench.step("rename", "house", "H1", edits: ["name": .text("Caf\u{E9}")]))
    let apart = StoredValue.text("Cafe\u{301}")
    #expect(
      bench.reasons(try bench.step("rename", "house", "H2", edits: ["name": apart]))
        == ["not_unique"])
    _ = try bench.apply(bench.step("rename", "house", "H1", edits: ["name": apart]))
    let name = try bench.value("house", "H1", "name")
    #expect(Array(name.unicodeScalars).count == 4)
  }
}

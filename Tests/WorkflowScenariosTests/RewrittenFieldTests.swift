import Testing

/// What follows by itself after a field that a step writes more than once.
@Suite("A field that one step writes twice")
struct RewrittenFieldTests {
  private static let workflow = """
    workflow: houses
    records:
      house:
        fields:
          safe: boolean
          colour: {choice: [red, blue]}
          level: {type: integer, default: 0}
          note: text?
        relations: {rooms: {many: room}}
        states: {status: [open, dark]}
        reactions:
          - {when: 'colour == "blue"', set: {safe: true}}
          - {when: level > 2, set: {level: 2, note: high}}
        transitions:
          shut: {edits: [safe, level], effects: [{set: {safe: false}}]}
          rise: {effects: [{set: {level: 1}}, {set: {level: 5}}]}
          lower: {edits: [level], effects: [{set: {level: 1}}, {set: {note: low}}, {set: {level: 4}}]}
          sweep:
            edits: [safe]
            effects: [{set: {safe: false}}, {for: rooms, send: close, skip_blocked: true}]
          darken: {automatic: true, from: open, when: '!safe && colour == "red"', to: dark}

      room:
        fields: {house: house, count: {type: integer, default: 0}}
        transitions: {close: {effects: [{set: {count: 1}}]}}
    invariants:
      few: {record: room, check: count < 3}

    """

  @Test(
    "is looked at by reactions and automatic transitions as it is in the end",
    arguments: [
      ("blue, safe: true", "shut", "safe: true", "keeps: {H.safe: true, H.status: open}"),
      ("blue, safe: true", "shut", "safe: false", "keeps: {H.safe: true, H.status: open}"),
      ("red, safe: true", "shut", "safe: true", "changes: {H.safe: false, H.status: dark}"),
      ("red, safe: true", "shut", "level: 7", "changes: {H.safe: false, H.level: 2, H.note: high}"),
      // Looking whether a member is to be left alone looks at reactions too, and takes them back.
      ("blue, safe: true", "sweep", "safe: false", "keeps: {H.safe: true}, changes: {R.count: 1}"),
      ("red, safe: true", "rise", "", "changes: {H.level: 2, H.note: high}"),
      ("red, safe: true", "lower", "level: 3", "changes: {H.level: 2, H.note: high}"),
    ])
  func reaction(given: String, event: String, edits: String, then: String) throws {
    let set = edits.isEmpty ? "" : ", set: {\(edits)}"
    try Play(Self.workflow).expect(
      given: "H: {type: house, colour: \(given), status: open}, R: {type: room, house: H}",
      when: "{event: house.\(event), record: H\(set)}", then: then)
  }
}

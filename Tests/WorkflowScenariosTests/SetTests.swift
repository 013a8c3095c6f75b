import Testing

@Suite("Sets and their members within a step")
struct SetTests {
  private static let text = """
    workflow: teams
    records:
      team:
        fields:
          name: {type: text, default: N}
          most: {type: integer, default: 9}
          has_dear: {formula: 'players.exists(p, p.double > 10)'}
          doubles: {formula: 'players.map(p, p.double)'}
        relations: {players: {many: player}}
        transitions:
          rename: {effects: [{for: players, send: take_name, skip_blocked: true}]}
          use: {effects: [{for: players, send: use, skip_blocked: true}]}
          squeeze: {effects: [{set: {most: 0}}, {for: players, send: use, skip_blocked: true}, {set: {most: 9}}]}
          twins: {effects: [{create: player, with: {team: =team, code: X}}, {create: player, with: {team: =team, code: X}}]}
          clear: {effects: [{for: players, send: drop}]}
          fail: {effects: [{emit: tried, with: {team: =team}}, {for: players, send: use}, {for: players, send: never}]}
          attempt: {effects: [{for: players, send: begin, skip_blocked: true}, {for: players, send: use}]}
          tell: {effects: [{emit: told, with: {team: =team}}]}
      player:
        fields:
          team: team
          code: {type: text?, unique: true}
          price: {type: integer, default: 1}
          is_used: {type: boolean, default: false}
          twin: player?
          rival: player?
          double: {formula: price * 2}
        states: {status: [on, off]}
        guards:
          no_way: {check: is_used == false, otherwise: Never.}
        transitions:
          take_name: {effects: [{set: {code: =team.name}}]}
          use: {effects: [{set: {is_used: true}}]}
          drop:
            from: on
            to: off
            effects:
              - {emit: dropped, with: {player: =player}}
              - {when: twin != null, send: leave, to: twin}
          leave: {effects: [{delete: player}]}
          never: {guards: [no_way]}
          begin: {effects: [{create: player, with: {team: =player.team, code: Z}}, {emit: begun, with: {player: =player}}, {when: twin != null, send: leave, to: twin}, {when: rival != null, send: never, to: rival}]}
          move: {edits: [team]}
    invariants:
      has_players:
        record: team
        check: count(players) > 0
        otherwise: A team has players.
      not_too_many:
        record: team
        check: 'players.filter(p, p.is_used).size() <= most'
        otherwise: Too many are used.
    """

  private static let given = """
    T: {type: team, most: 1}, U: {type: team},
    P: {type: player, team: T}, Q: {type: player, team: T}, R: {type: player, team: U}
    """

  @Test(
    "skip_blocked passes over members that a unique value or an invariant would refuse",
    arguments: [
      (
        given, "{event: team.rename, record: T}",
        "outcome: allowed, changes: {P.code: N}, keeps: {Q.code: null}, report: {done: [T], blocked: [{record: Q, by: [not_unique]}]}"
      ),
      (
        given, "{event: team.use, record: T}",
        "outcome: allowed, changes: {P.is_used: true}, keeps: {Q.is_used: false}, report: {done: [T], blocked: [{record: Q, by: [not_too_many]}]}"
      ),
      // What was so before is not the member's doing.
      (
        "T: {type: team}, P: {type: player, team: T, is_used: true}, Q: {type: player, team: T}",
        "{event: team.squeeze, record: T}",
        "outcome: allowed, changes: {Q.is_used: true}, keeps: {T.most: 9}, report: {done: [T], blocked: []}"
      ),
    ])
  func skipping(given: String, when: String, then: String) throws {
    try Play(Self.text).expect(given: given, when: when, then: then)
  }

  @Test(
    "within one step",
    arguments: [
      // Two equal unique values, both new.
      (
        "{event: team.twins, record: T}",
        "blocked_by: [not_unique, not_unique], outcome: blocked, unchanged: true"
      ),
      // The last member goes, or goes elsewhere.
      (
        "{event: player.leave, record: R}",
        "blocked_by: [has_players], outcome: blocked, unchanged: true"
      ),
      (
        "{event: player.move, record: R, set: {team: T}}",
        "blocked_by: [has_players], outcome: blocked, unchanged: true"
      ),
      ("{event: player.move, record: Q, set: {team: U}}", "outcome: allowed, changes: {Q.team: U}"),
      // What a blocked step had begun is no part of the next one.
      (
        "{event: team.fail, record: U, then: {outcome: blocked, blocked_by: [no_way], emits: [], unchanged: true}}, {event: team.tell, record: U}",
        "outcome: allowed, emits: [{message: told}], keeps: {R.is_used: false}"
      ),
    ])
  func oneStep(when: String, then: String) throws {
    try Play(Self.text).expect(given: Self.given, when: when, then: then)
  }

  @Test("a member that an earlier round has deleted is left out")
  func deletedMember() throws {
    try Play(Self.text).expect(
      given:
        "T: {type: team}, P: {type: player, team: T, twin: Q}, Q: {type: player, team: T}, R: {type: player, team: T}",
      when: "{event: team.clear, record: T}",
      then:
        "outcome: allowed, deleted: [Q], changes: {P.status: off, R.status: off}, emits: [{message: dropped, player: P}, {message: dropped, player: R}]"
    )
  }

  @Test("what a member that is passed over had made, deleted and sent is taken back")
  func takenBack() throws {
    try Play(Self.text).expect(
      given:
        "T: {type: team}, P: {type: player, team: T, twin: Q, rival: R}, Q: {type: player, team: T}, R: {type: player, team: U, is_used: true}, U: {type: team}",
      when: "{event: team.attempt, record: T}",
      then:
        "outcome: allowed, created: [{type: player, code: Z, team: T}], deleted: [], emits: [{message: begun, player: Q}], changes: {P.is_used: true, Q.is_used: true}, report: {done: [T], blocked: [{record: P, by: [no_way]}]}"
    )
  }

  @Test("what reactions would do to a member that may be passed over is only looked at")
  func reactionsLookedAt() throws {
    let play = try Play(
      """
      workflow: racks
      records:
        rack:
          fields: {is_full: {type: boolean, default: false}}
          relations: {boxes: {many: box}}
          transitions:
            fill: {effects: [{for: boxes, send: mark, skip_blocked: true}, {set: {is_full: true}}]}
        box:
          fields: {rack: rack, x: {type: integer, default: 0}}
          reactions: [{when: x == 1 && !rack.is_full, set: {x: 5}}]
          transitions: {mark: {effects: [{set: {x: 1}}]}}
      invariants: {few: {record: box, check: x < 9, otherwise: Too many.}}
      """)
    try play.expect(
      given: "R: {type: rack}, B: {type: box, rack: R}", when: "{event: rack.fill, record: R}",
      then: "outcome: allowed, changes: {R.is_full: true, B.x: 1}")
  }

  @Test("a macro over members knows a field that is computed further down")
  func laterFormula() throws {
    try Play(Self.text).expect(
      given: "T: {type: team}, P: {type: player, team: T, price: 6}",
      when: "{event: team.tell, record: T}", then: "keeps: {T.has_dear: true, T.doubles: [12]}")
  }

  @Test("edits are taken before the guards and effects of two parallel ways")
  func parallelEdits() throws {
    let play = try Play(
      """
      workflow: lamps
      records:
        lamp:
          fields: {x: {type: integer, default: 0}, y: {type: integer, default: 0}, sum: {type: integer, default: 0}}
          states: {left: [dark, lit], right: [cold, warm]}
          guards:
            has_x: {check: x > 0, otherwise: No x.}
            has_y: {check: y > 0, otherwise: No y.}
          transitions:
            go:
              - {from: dark, to: lit, edits: [x], guards: [has_x]}
              - {from: cold, to: warm, edits: [y], guards: [has_y], effects: [{set: {sum: =x + y}}]}
      """)
    try play.expect(
      given: "L: {type: lamp}", when: "{event: lamp.go, record: L, set: {x: 1, y: 2}}",
      then: "outcome: allowed, changes: {L.left: lit, L.right: warm, L.sum: 3}")
  }

  @Test(
    "members come in the order that is asked for, the empty ones first, those that tie by id",
    arguments: [
      ("text", "Z: b, Y: a, X: null, W: Z, V: ä", "XWYZV"),
      ("integer", "Z: 10, Y: 9, X: null, W: -1, V: 9", "XWVYZ"),
      ("decimal", "Z: 1.5, Y: 1.25, X: null, W: 1, V: 10", "XWYZV"),
      ("date", "Z: '2026-03-10', Y: '2026-03-09', X: null, W: '2025-12-31', V: null", "VXWYZ"),
      ("duration", "Z: 2h, Y: 90m, X: null, W: 10s, V: 1d", "XWYZV"),
      ("boolean", "Z: true, Y: false, X: null, W: false, V: null", "VXWYZ"),
    ])
  func order(type: String, values: String, expected: String) throws {
    let play = try Play(
      """
      workflow: queues
      records:
        line:
          fields: {log: {type: text, default: ''}}
          relations: {persons: {many: person}}
          transitions:
            call: {effects: [{for: persons, order_by: person.key, send: come}]}
            call_back: {effects: [{for: persons, order_by: person.key, descending: true, limit: 1, send: come}]}
        person:
          fields: {line: line, mark: text, key: \(type)?}
          transitions:
            come: {effects: [{set: {line.log: =line.log + mark}}]}
      """)
    let people = values.split(separator: ", ").map { part in
      let pair = part.split(separator: ": ")
      return "\(pair[0]): {type: person, line: Q, mark: \(pair[0]), key: \(pair[1])}"
    }
    let given = "Q: {type: line}, \(people.joined(separator: ", "))"
    try play.expect(
      given: given, when: "{event: line.call, record: Q}", then: "changes: {Q.log: \(expected)}")
    try play.expect(
      given: given, when: "{event: line.call_back, record: Q}",
      then: "changes: {Q.log: \(expected.suffix(1))}")
  }
}

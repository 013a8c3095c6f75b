import Diagnostics
import Testing
import WorkflowEngine
import WorkflowLanguage

@testable import WorkflowAnalysis

/// Rules about what one event changes, and whether they are proved.
@Suite("A rule about some events")
struct InductionProofTests {
  /// A house that is shut, and a room whose closing empties a field of its house.
  private static func text(effect: String, check: String, during: String) -> String {
    """
    workflow: houses
    records:
      house:
        fields:
          level: {type: integer, default: 0}
          limit: {type: integer, default: 0}
          mark: {type: text, default: plain}
          sign: {type: text, default: plain}
          safe: {type: boolean, default: false}
        relations:
          rooms: {many: room}
        states: {status: [open, shut]}
        transitions:
          create: {from: new}
          raise: {to: shut, effects: [\(effect)]}
      room:
        fields: {house: house}
        transitions:
          create: {from: new, inputs: [house]}
          close: {effects: [{set: {house.safe: false}}]}
    invariants:
      rule:
        record: house
        during: [\(during)]
        check: '\(check)'

    """
  }

  @Test("what follows when a request has expired counts among the steps", arguments: [false, true])
  func expired(isGuarded: Bool) throws {
    let text = """
      workflow: refunds
      records:
        refund:
          fields: {amount: {type: integer, default: 0}}
          states: {status: [open, paid, dropped]}
          transitions:
            create: {from: new, inputs: [amount]}
            pay: {from: open, to: paid, approval: {expires: 2d}}
            give_up: {expired: pay, from: open, to: dropped\(isGuarded ? ", when: amount < 50" : "")}
      invariants:
        small: {record: refund, check: status != "dropped" || amount < 50, otherwise: No.}
      """
    let (definition, diagnostics) = DefinitionLoader().load(
      SourceFile(name: "refunds.yaml", text: text))
    let sound = try #require(definition, "\(diagnostics.map(\.message))")
    let result = InductionProof(sound).prove(0)
    if case .proved = result {
      #expect(isGuarded)
    } else {
      #expect(!isGuarded, "\(result)")
    }
  }

  @Test(
    "is proved only where no situation breaks it, whatever the words were before",
    arguments: [
      ("{set: {level: 1}}", "!(level == before.level)", "house.raise", false),
      ("{set: {level: 1}}", "level == before.level", "house.raise", false),
      ("{set: {safe: true}}", "level != before.level", "house.raise", false),
      ("{set: {level: 7}}", "level != limit", "house.raise", false),
      ("{set: {level: 7}}", "level < limit || limit < 7", "house.raise", false),
      ("{set: {level: 7}}", "level != limit || limit == 7", "house.raise", true),
      ("{set: {mark: bold}}", "mark != sign", "house.raise", false),
      ("{set: {mark: bold}}", "mark != sign || sign == \"bold\"", "house.raise", true),
      ("{set: {safe: true}}", "level == before.level", "house.raise", true),
      ("{set: {level: 1}}", "level == 1", "house.raise", true),
      ("{set: {level: 1}}", "!(level == before.level)", "room.close", false),
      ("{set: {level: 1}}", "level == before.level", "room.close", true),
      ("{set: {level: 1}}", "level == 1", "room.close", false),
    ])
  func proofs(effect: String, check: String, during: String, isProved: Bool) throws {
    let (definition, diagnostics) = DefinitionLoader().load(
      SourceFile(
        name: "houses.yaml", text: Self.text(effect: effect, check: check, during: during)))
    let sound = try #require(definition, "\(diagnostics.map(\.message))")
    let result = InductionProof(sound).prove(0)
    if case .proved = result {
      #expect(isProved)
    } else {
      #expect(!isProved, "\(result)")
    }
  }

  @Test(
    "knows that a computed text is what the same formula makes of the same words",
    arguments: [
      ("{set: {key: =lower(name)}}", "key == lower(name)", true),
      ("{set: {key: =lower(name), name: new_name}}", "key == lower(name)", false),
      ("{set: {key: =upper(name)}}", "key == lower(name)", false),
      ("{set: {key: x}}", "key == lower(name)", false),
      ("{set: {key: =lower(name)}}", "key != 'x'", false),
      ("{set: {key: =lower(name)}}", "name == lower(name)", false),
    ])
  func computedTexts(effect: String, check: String, isProved: Bool) throws {
    let text = """
      workflow: houses
      records:
        house:
          fields: {name: text, key: text}
          transitions:
            create: {from: new, inputs: [name], effects: [{set: {key: =lower(name)}}]}
            rename: {inputs: [given: {type: text}], effects: [{set: {name: =given}}, \(effect)]}
            refresh: {effects: [\(effect)]}
      invariants:
        rule: {record: house, during: [house.refresh], check: "\(check)"}

      """
    let (definition, diagnostics) = DefinitionLoader().load(
      SourceFile(name: "houses.yaml", text: text))
    let sound = try #require(definition, "\(diagnostics.map(\.message))")
    let result = InductionProof(sound).prove(0)
    if case .proved = result {
      #expect(isProved)
    } else {
      #expect(!isProved, "\(result)")
    }
  }

  /// A box that comes into being, alone or with a note, and a rule that reads no field of it.
  private static func boxes(_ creation: String, _ check: String) -> String {
    """
    workflow: boxes
    records:
      note:
        fields: {box: box?}
        transitions: {jot: {from: new}}
      box:
        relations:
          notes: {many: note}
          all_notes: {many: note, by: none}
        transitions:
          open: {from: new\(creation)}
    invariants:
      rule: {record: box, check: \(check)}

    """
  }

  @Test(
    "about sets alone is not kept by what comes into being with none",
    arguments: [
      ("", "count(notes) > 0", false),
      (", effects: [{create: note, with: {box: =box}}]", "count(notes) > 0", true),
      ("", "count(all_notes) < 2", false), ("", "count(all_notes) > 0", false),
    ])
  func newRecords(creation: String, check: String, isProved: Bool) throws {
    let (definition, diagnostics) = DefinitionLoader().load(
      SourceFile(name: "boxes.yaml", text: Self.boxes(creation, check)))
    let sound = try #require(definition, "\(diagnostics.map(\.message))")
    switch InductionProof(sound).prove(0) {
    case .proved, .provedForSmallSets: #expect(isProved, "\(check)")
    case .counterexample, .undecided: #expect(!isProved, "\(check)")
    }
  }

  /// Rules that one step breaks in a way that is easily passed over.
  static let broken: [(what: String, text: String)] = [
    (
      "a computed count of all records of a type is another one",
      """
      workflow: boxes
      records:
        note: {fields: {t: text?}, transitions: {jot: {from: new}}}
        box:
          relations: {all_notes: {many: note, by: none}}
          fields: {n: {formula: count(all_notes)}}
          transitions: {open: {from: new}, touch: {effects: [{create: note}]}}
      invariants:
        rule: {record: box, during: [box.touch], check: n == before.n}

      """
    ),
    (
      "what comes into being does something by itself",
      """
      workflow: boxes
      records:
        box:
          fields: {level: {type: integer, default: 0}}
          transitions: {open: {from: new}, drop: {effects: [{create: token, with: {box: =box}}]}}
        token:
          fields: {box: box}
          states: {status: [fresh, used]}
          transitions:
            use: {automatic: true, when: box.level < 5, from: fresh, to: used, effects: [{set: {box.level: 5}}]}
      invariants:
        rule: {record: box, check: level < 3}

      """
    ),
    (
      "another rule leaves a member of a set as it was",
      """
      workflow: boxes
      records:
        box:
          fields: {ready: {type: boolean, default: true}}
          relations: {tokens: {many: token}}
          transitions:
            open: {from: new}
            shut: {effects: [{for: tokens, send: end, skip_blocked: true}, {set: {ready: false}}]}
        token:
          fields: {box: box, kept: {type: boolean, default: false}}
          states: {status: [lit, gone]}
          transitions:
            make: {from: new, inputs: [box, kept], guards: [usable]}
            end: {from: lit, to: gone}
          guards: {usable: {check: box.ready, otherwise: No.}}
      invariants:
        rule: {record: token, when: status == "lit", check: box.ready}
        other: {record: token, when: kept, check: status == "lit"}

      """
    ),
    (
      "another person must agree to the way that breaks it",
      """
      workflow: boxes
      records:
        box:
          fields: {level: {type: integer, default: 0}}
          states: {status: [open, held, paid]}
          transitions:
            create: {from: new}
            hold: {from: open, to: held}
            pay:
              first:
                - {from: open, to: paid, approval: [clerk]}
                - {from: held, to: paid, approval: [manager], effects: [{set: {level: 5}}]}
      invariants:
        rule: {record: box, check: level < 3}

      """
    ),
  ]

  @Test("is not proved where one step breaks it", arguments: broken.map(\.what))
  func notProved(what: String) throws {
    let text = try #require(Self.broken.first { $0.what == what }).text
    let (definition, diagnostics) = DefinitionLoader().load(
      SourceFile(name: "boxes.yaml", text: text))
    let sound = try #require(definition, "\(diagnostics.map(\.message))")
    switch InductionProof(sound).prove(0) {
    case .counterexample, .undecided: break
    case .proved, .provedForSmallSets: Issue.record("proved, though \(what)")
    }
  }
}

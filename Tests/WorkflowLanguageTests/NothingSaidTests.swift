import Diagnostics
import Testing
import WorkflowLanguage

@Suite("A key with nothing after it")
struct NothingSaidTests {
  struct Place: Sendable, CustomTestStringConvertible {
    let kind: FormKind
    let key: FormKey
    var testDescription: String { "\(key.name) of \(kind.name)" }
  }

  static let places = FormKind.allCases.flatMap { kind in
    kind.keys.map { Place(kind: kind, key: $0) }
  }

  @Test("is a mistake at that key, whatever the key is", arguments: places)
  func nothing(place: Place) throws {
    let text = Self.file(place.kind, "\(place.key.name): \(place.key.mayBeNull ? "" : "null")")
    for text in [text, Self.file(place.kind, "\(place.key.name): ")] {
      let found = diagnostics(text)
      let mistake = try #require(
        found.first { $0.code == "empty-key" && $0.marked == place.key.name }, "\(text)\n\(found)")
      #expect(mistake.severity == .error)
      #expect(
        mistake.label
          == (place.key.mayBeNull
            ? "write null if it is to be empty" : "write something after it, or take it out"))
      #expect(
        !found.contains {
          $0.code == "missing-key" && $0.message.hasSuffix("needs '\(place.key.name)'")
        },
        "said twice: \(found)")
    }
  }

  @Test("what says how a request waits is among them")
  func waiting() {
    let keys = Set(Self.places.map { "\($0.kind) \($0.key.name)" })
    #expect(keys.isSuperset(of: ["approval count", "approval expires", "transition expired"]))
  }

  @Test("is one too where a list or a mapping names nothing", arguments: places)
  func empty(place: Place) throws {
    guard let things = place.key.holds else { return }
    for braces in ["[]", "{}"] {
      let found = diagnostics(Self.file(place.kind, "\(place.key.name): \(braces)"))
      #expect(
        found.contains {
          $0.message == "'\(place.key.name)' names no \(things)" && $0.marked == braces
        }, "\(braces): \(found)")
    }
  }

  @Test(
    "is one where names are the file's own",
    arguments: [
      "fields: {title: }", "fields: {kind: {choice: [a], default: }}", "guards: {ok: }",
      "relations: {lines: }", "states: {status: }", "states: {status: [a, b: ]}",
      "transitions: {go: }", "transitions: {go: {inputs: [x: ]}}",
      "transitions: {go: {guards: [fine: ]}}", "transitions: {go: {warnings: [w: ]}}",
      "transitions: {go: {reminders: [w: ]}}",
      "transitions: {go: {inputs: [x: {type: text, checks: {c: }}]}}",
      "transitions: {go: {effects: [{set: {note: }}]}}",
      "transitions: {go: {effects: [{emit: m, with: {a: }}]}}",
      "transitions: {go: {effects: [{create: item, with: {note: }}]}}",
      "transitions: {go: {from: {at: }}}", "transitions: {go: {to: {at: }}}",
      "transitions: {go: {from: {at: []}}}", "transitions: {go: {to: {at: []}}}",
      "transitions: {go: {when: {any: }}}", "transitions: {go: {when: {none: []}}}",
      "transitions: {go: {when: []}}", "transitions: {go: []}",
      "reactions: [{when: true, set: {note: }}]", "badges: {vip: }", "lists: {all: }",
      "states: {status: [a: {}]}", "transitions: {go: {inputs: [x: {}]}}",
      "transitions: {go: {approval: {}}}", "fields: {x: {type: text, unique: {}}}",
      "unique: [[]]", "unique: [[note, ]]", "unique: [{}]", "unique: [null]",
      "unique: [{fields: []}]", "fields: {x: {formula: 'lower(\"A\")', unique: }}",
      "transitions: {go: {confirm: {}}}", "transitions: {go: {effects: [{do: []}]}}",
    ])
  func ownNames(line: String) {
    let section = line.prefix { $0 != ":" }
    let others = [
      "fields": "fields: {note: text?}", "states": "states: {at: [here, there]}",
      "guards": "guards: {fine: {check: true, otherwise: No.}}",
    ].filter { $0.key != section }.values.sorted()
    let text = """
      workflow: w
      records:
        item:
          \((others + [line]).joined(separator: "\n    "))
      """
    let found = diagnostics(text)
    #expect(found.hasErrors, "\(text)")
    #expect(!found.contains { $0.code.hasPrefix("yaml") }, "\(found)")
  }

  @Test(
    "is one at the top of a file",
    arguments: [
      "parameters: {a: }", "parameters: {a: {}}", "parameters: {a: {b: }}",
      "parameters: {a: {by: item.status, values: {on: }}}", "invariants: {i: }", "possible: {p: }",
      "guards: {g: }", "migrate: {item: }", "migrate: {item: {}}",
      "migrate: {item: {fields: {old: }}}", "migrate: {item: {states: {status: {}}}}",
      "migrate: {item: {states: {status: }}}", "migrate: {item: {set: {note: }}}", "uses: [null]",
    ])
  func top(line: String) {
    let text = """
      workflow: w
      records: {item: {fields: {note: text?}, states: {status: [on]}}}
      \(line)
      """
    let found = diagnostics(text)
    #expect(found.hasErrors, "\(text)")
    #expect(!found.contains { $0.code.hasPrefix("yaml") }, "\(found)")
  }

  @Test("a value is emptied with null alone")
  func null() {
    let text = """
      workflow: w
      records:
        item:
          fields: {note: text?, size: {type: integer?, default: null}}
          transitions: {clear: {effects: [{set: {note: NULL}}]}}
      """
    #expect(diagnostics(text.replacing("NULL", with: "null")).isEmpty)
    let found = diagnostics(text.replacing("NULL", with: ""))
    #expect(found.map(\.message) == ["'note' has nothing after it"])
    #expect(found.first?.label == "write null if it is to be empty")
  }

  /// A file with one mapping of a kind, which has one key.
  static func file(_ kind: FormKind, _ key: String) -> String {
    func transition(_ line: String) -> String {
      record("transitions: {go: {\(line)}}")
    }
    func record(_ line: String) -> String {
      "workflow: w\nrecords: {item: {\(line)}}"
    }
    switch kind {
    case .file: return key
    case .actors: return "workflow: w\nrecords: {item: {}}\nactors: {\(key)}"
    case .part: return "workflow: w\nuses: [p.yaml]\n\(partMark)\(key)"
    case .recordType: return record(key)
    case .decisionTable: return "workflow: w\nrecords: {item: {}}\ntables: {x: {\(key)}}"
    case .addition:
      return
        "workflow: w\nuses: [p.yaml]\nrecords: {item: {}}\n\(partMark)part_of: w\nadds_to: {item: {\(key)}}"
    case .field: return record("fields: {x: {\(key)}}")
    case .unique: return record("fields: {x: {type: text, unique: {\(key)}}}")
    case .uniqueKey: return record("fields: {x: text, y: text}, unique: [{\(key)}]")
    case .relation: return record("relations: {x: {\(key)}}")
    case .state: return record("states: {at: [here: {\(key)}]}")
    case .initial: return record("states: {at: [a: {states: {b: [c]}, initial: {\(key)}}]}")
    case .history:
      let history = key.hasPrefix("history") ? key : "history: deep, \(key)"
      return record("states: {at: [a: {states: {b: [c, h: {\(history)}]}}]}")
    case .ways:
      return record("transitions: {go: {\(key.hasPrefix("first") ? "" : "first: [{}], ")\(key)}}")
    case .transition: return transition(key)
    case .selection: return transition("selection: {\(key)}")
    case .input: return transition("inputs: [x: {\(key)}]")
    case .notice: return transition("warnings: [x: {\(key)}]")
    case .question: return transition("confirm: {\(key)}")
    case .approval: return transition("approval: {\(key)}")
    case .namedGuard: return record("guards: {x: {\(key)}}")
    case .reaction: return record("reactions: [{\(key)}]")
    case .invariant: return "workflow: w\nrecords: {item: {}}\ninvariants: {x: {\(key)}}"
    case .possibility: return "workflow: w\nrecords: {item: {}}\npossible: {x: {\(key)}}"
    case .list: return record("lists: {x: {\(key)}}")
    case .effect: return transition("effects: [{\(key)}]")
    case .category:
      let others = ["by: item.at", "values: {here: 1}"].filter {
        !$0.hasPrefix(key.prefix { $0 != ":" })
      }
      return record("states: {at: [here]}")
        + "\nparameters: {x: {\((others + [key]).joined(separator: ", "))}}"
    case .migration: return "workflow: w\nrecords: {item: {}}\nmigrate: {item: {\(key)}}"
    }
  }

  /// Behind it stands what the part holds.
  private static let partMark = "# part\n"

  private func diagnostics(_ text: String) -> [Diagnostic] {
    let pieces = text.split(separator: Self.partMark, maxSplits: 1).map(String.init)
    guard pieces.count == 2 else { return load(text).diagnostics }
    let parts = PartSource { _ in .success(SourceFile(name: "p.yaml", text: pieces[1])) }
    return DefinitionLoader().load(SourceFile(name: "w.yaml", text: pieces[0]), parts: parts)
      .diagnostics
  }
}

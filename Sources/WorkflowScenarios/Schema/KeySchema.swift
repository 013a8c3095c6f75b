import JSONText
import WorkflowLanguage

/// The schema of mappings with stated keys and of what stands behind the keys.
enum KeySchema {
  // MARK: Mappings

  static func definitionName(of form: any KeyedForm) -> String {
    switch form {
    case let form as FormKind: form.rawValue
    case let form as ScenarioForm: form.rawValue
    default: form.name
    }
  }

  static func reference(to form: any KeyedForm) -> String { "#/$defs/\(definitionName(of: form))" }

  static func definition(of form: any KeyedForm) -> JSON {
    .object([
      ("title", .string(form.name)),
      ("type", .string("object")),
      ("additionalProperties", .boolean(false)),
      ("properties", .object(form.keys.map { ($0.name, property($0, of: form)) })),
    ])
  }

  private static func property(_ key: FormKey, of form: any KeyedForm) -> JSON {
    var members: [(String, JSON)] = [
      ("title", .string(key.name)), ("description", .string(sentence(key.meaning))),
    ]
    let shape = schema(of: shape(of: key, in: form))
    if key.mayBeNull {
      members.append(("anyOf", .array([shape, .object([("type", .string("null"))])])))
    } else if case .object(let parts) = shape {
      members += parts
    }
    return .object(members)
  }

  private static func sentence(_ meaning: String) -> String {
    meaning.prefix(1).uppercased() + meaning.dropFirst() + "."
  }

  // MARK: Values

  /// What several keys take.
  static let shared: [(String, JSON)] = [
    ("scalar", .object([("type", .strings(["string", "number", "boolean"]))])),
    (
      "condition",
      anyOf([
        reference("scalar"), listOf(reference("condition")),
        .object([
          ("type", .string("object")), ("additionalProperties", .boolean(false)),
          ("minProperties", .integer(1)), ("maxProperties", .integer(1)),
          (
            "properties",
            .object([
              ("any", listOf(reference("condition"))), ("none", listOf(reference("condition"))),
            ])
          ),
        ]),
      ])
    ),
    (
      "states",
      anyOf([
        reference("scalar"), listOf(reference("scalar")),
        mappingOf(
          anyOf([
            reference("scalar"), listOf(reference("scalar")),
            .object([
              ("type", .string("object")), ("additionalProperties", .boolean(false)),
              ("minProperties", .integer(1)),
              (
                "properties",
                .object([("except", anyOf([reference("scalar"), listOf(reference("scalar"))]))])
              ),
            ]),
          ])),
      ])
    ),
  ]

  private static func schema(of shape: FormKey.Shape) -> JSON {
    switch shape {
    case .text, .name, .type, .formula, .sentence: reference("scalar")
    case .flag: .object([("type", .string("boolean"))])
    case .count: .object([("type", .string("integer")), ("minimum", .integer(0))])
    case .value: .object([])
    case .condition: reference("condition")
    case .states: reference("states")
    case .mapping(let form): .object([("$ref", .string(reference(to: form)))])
    case .list(let element): listOf(item(element))
    case .names(let value): mappingOf(schema(of: value))
    case .either(let shapes): anyOf(shapes.map(schema))
    }
  }

  /// An item of a list; some are a name, or a name with a mapping behind it.
  private static func item(_ shape: FormKey.Shape) -> JSON {
    guard case .mapping(let form) = shape, let kind = form as? FormKind else {
      return schema(of: shape)
    }
    let own = schema(of: shape)
    switch kind {
    case .state: return named(anyOf([own, schema(of: .mapping(FormKind.history))]))
    case .input: return named(anyOf([reference("scalar"), own]))
    case .notice: return named(own)
    default: return own
    }
  }

  private static func named(_ value: JSON) -> JSON {
    anyOf([
      reference("scalar"),
      .object([
        ("type", .string("object")), ("minProperties", .integer(1)),
        ("maxProperties", .integer(1)), ("additionalProperties", value),
      ]),
    ])
  }

  /// What stands behind a key, where that is more than its table says.
  private static func shape(of key: FormKey, in form: any KeyedForm) -> FormKey.Shape {
    // A guard is named, with another sentence if need be.
    if key.name == "guards", [.transition, .ways].contains(form as? FormKind) {
      return .list(.either([.name, .names(.sentence)]))
    }
    // Parameters may stand inside each other; what a migration drops is null.
    let isOpen = key.name == "parameters" || form as? FormKind == .migration
    if isOpen, case .names = key.shape { return .names(.value) }
    return key.shape
  }

  private static func reference(_ name: String) -> JSON {
    .object([("$ref", .string("#/$defs/\(name)"))])
  }

  private static func listOf(_ items: JSON) -> JSON {
    .object([("type", .string("array")), ("items", items)])
  }

  private static func mappingOf(_ values: JSON) -> JSON {
    .object([("type", .string("object")), ("additionalProperties", values)])
  }

  private static func anyOf(_ schemas: [JSON]) -> JSON {
    .object([("anyOf", .array(schemas))])
  }
}

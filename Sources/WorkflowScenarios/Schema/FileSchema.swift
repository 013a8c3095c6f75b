public import JSONText
import WorkflowLanguage

/// JSON Schema (2020-12) of the files that people write, made of the tables by which they are read,
/// so that an editor completes their keys and says what they mean.
public enum FileSchema: String, CaseIterable, Sendable {
  /// A workflow, or a part of one.
  case workflow
  /// A file of scenarios.
  case scenarios

  /// The schema's name in the folder `schema/`.
  public var fileName: String { "\(rawValue).schema.json" }

  public var json: JSON {
    let title: String
    let roots: [any KeyedForm]
    let forms: [any KeyedForm]
    switch self {
    case .workflow:
      title = "A workflow"
      roots = [FormKind.file, FormKind.part]
      forms = FormKind.allCases
    case .scenarios:
      title = "Scenarios of a workflow"
      roots = [ScenarioForm.file]
      forms = ScenarioForm.allCases
    }
    return .object([
      ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
      ("title", .string(title)),
      (
        "description",
        .string("Made of the tables by which workflow-run reads the file; `check` finds the rest.")
      ),
      roots.count == 1
        ? ("$ref", .string(KeySchema.reference(to: roots[0])))
        : (
          "anyOf",
          .array(roots.map { .object([("$ref", .string(KeySchema.reference(to: $0)))]) })
        ),
      (
        "$defs",
        .object(
          forms.map { (KeySchema.definitionName(of: $0), KeySchema.definition(of: $0)) }
            + KeySchema.shared)
      ),
    ])
  }
}

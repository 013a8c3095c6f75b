import WorkflowLanguage

/// A mapping with stated keys in a scenario file, such as a step.
enum ScenarioForm: String, KeyedForm, CaseIterable {
  case file, scenario, examples, step, actor, then, prompt, report, refusal, view, list

  var name: String {
    switch self {
    case .file: "a scenario file"
    case .scenario: "a scenario"
    case .examples: "'examples'"
    case .step: "a step"
    case .actor: "'as'"
    case .then: "'then'"
    case .prompt: "'prompt'"
    case .report: "'report'"
    case .refusal: "a blocked record"
    case .view: "'view'"
    case .list: "'list'"
    }
  }

  var keys: [FormKey] {
    switch self {
    case .file: ScenarioForm.fileKeys
    case .scenario: ScenarioForm.scenarioKeys
    case .examples: ScenarioForm.examplesKeys
    case .step: ScenarioForm.stepKeys
    case .actor: ScenarioForm.actorKeys
    case .then: ScenarioForm.thenKeys
    case .prompt: ScenarioForm.promptKeys
    case .report: ScenarioForm.reportKeys
    case .refusal: ScenarioForm.refusalKeys
    case .view: ScenarioForm.viewKeys
    case .list: ScenarioForm.listKeys
    }
  }

  private static let fileKeys = [
    FormKey("workflow", .text, "the workflow that is tried"),
    FormKey("clock", .text, "the time at which scenarios begin"),
    FormKey("scenarios", .list(form(.scenario)), "what is tried", holds: "scenarios"),
  ]

  private static let scenarioKeys = [
    FormKey("id", .text, "its name in reports"),
    FormKey("title", .text, "what it shows"),
    FormKey("covers", .list(.text), "the rules it is about", holds: "rules"),
    FormKey("basis", .text, "where the rule is written"),
    FormKey(
      "examples", .either([.list(.names(.value)), form(.examples)]),
      "values that the text and the steps name in braces; a run for each row", holds: "rows"),
    FormKey("given", .names(.names(.value)), "the records there are"),
    FormKey("when", .list(form(.step)), "what happens", holds: "steps"),
    FormKey("then", form(.then), "what is expected after the last step", holds: "expectations"),
  ]

  private static let examplesKeys = [
    FormKey("from", .text, "a CSV file beside this one, with the names in its heading")
  ]

  private static let stepKeys = [
    FormKey("event", .name, "the event asked for, as type.event"),
    FormKey("record", .name, "the record it is asked of"),
    FormKey("records", .either([.text, .list(.name)]), "the records it is asked of, or all"),
    FormKey("confirm", .flag, "whether the question is answered"),
    FormKey("input", .names(.value), "values given with it, by name", holds: "inputs"),
    FormKey("set", .names(.value), "the same as input", holds: "fields"),
    FormKey("as_id", .name, "the id of the record it creates"),
    FormKey("names", .names(.names(.value)), "ids of other new records", holds: "records"),
    FormKey("as", form(.actor), "who asks", holds: "keys"),
    FormKey("at", .text, "the time of the step"),
    FormKey("dry_run", .flag, "whether nothing is done"),
    FormKey("request", .text, "the key under which it is done once"),
    FormKey("tick", .flag, "the clock looks at what is due"),
    FormKey("approve", .name, "the waiting event that a second person agrees to"),
    FormKey("seen", .flag, "whether the second person has seen the record as it is"),
    FormKey("reject", .name, "the waiting event that a second person refuses"),
    FormKey("withdraw", .name, "the waiting event that the one who asked takes back"),
    FormKey("view", .name, "the record that is looked at"),
    FormKey("list", .name, "the list that is looked at, as type.list"),
    FormKey("of", .name, "the record whose list it is"),
    FormKey("then", form(.then), "what is expected of the step", holds: "expectations"),
  ]

  private static let actorKeys = [
    FormKey("user", .text, "the user's name"),
    FormKey("roles", .list(.text), "the roles that the user has"),
  ]

  private static let thenKeys = [
    FormKey("outcome", .text, "allowed, blocked, pending or invalid"),
    FormKey("blocked_by", .list(.name), "all reasons of the refusal"),
    FormKey("cannot_decide", .list(.name), "the guards that cannot be told"),
    FormKey("message", .text, "the sentence of a refusal"),
    FormKey("changes", .names(.value), "fields and their new values", holds: "fields"),
    FormKey("keeps", .names(.value), "fields and the values they keep", holds: "fields"),
    FormKey("unchanged", .flag, "whether nothing changed"),
    FormKey("created", .list(.names(.value)), "all records created"),
    FormKey("not_created", .list(.names(.value)), "records not created", holds: "records"),
    FormKey("deleted", .list(.name), "all records deleted"),
    FormKey("erased", .list(.name), "all records erased"),
    FormKey("emits", .list(.names(.value)), "all messages"),
    FormKey("emits_no", .list(.name), "messages not written", holds: "messages"),
    FormKey("warns", .list(.name), "warnings shown; [] for none"),
    FormKey("reminds", .list(.name), "reminders shown; [] for none"),
    FormKey("prompt", form(.prompt), "what is asked before", holds: "expectations"),
    FormKey("report", form(.report), "what came of each of many", holds: "expectations"),
    FormKey("view", form(.view), "how the record looks", holds: "expectations"),
    FormKey("list", form(.list), "what the list shows", holds: "expectations"),
    FormKey("plan", .names(.value), "what a dry run would change", holds: "fields"),
    FormKey("plan_deletes", .list(.name), "what a dry run would delete"),
  ]

  private static let promptKeys = [
    FormKey("text", .text, "the question as it is shown"),
    FormKey("buttons", .list(.text), "the answers"),
    FormKey("inputs", .names(.value), "the inputs with their values so far"),
  ]

  private static let reportKeys = [
    FormKey("done", .list(.name), "the records for which it was done"),
    FormKey("blocked", .list(form(.refusal)), "the records for which it was not"),
    FormKey("count", .count, "how many it was done for"),
  ]

  private static let refusalKeys = [
    FormKey("record", .name, "the record"),
    FormKey("by", .list(.name), "all its reasons"),
  ]

  private static let viewKeys = [
    FormKey("badges", .list(.name), "all its badges"),
    FormKey("row_color", .text, "its colour, or null for none", mayBeNull: true),
    FormKey("menu_has", .list(.text), "labels in its menu", holds: "labels"),
    FormKey("menu_lacks", .list(.text), "labels not in its menu", holds: "labels"),
    FormKey("menu_tabs", .list(.text), "the tabs with its menu"),
  ]

  private static let listKeys = [
    FormKey("rows", .list(.name), "the records it shows"),
    FormKey("menu", .list(.text), "labels in its menu", holds: "labels"),
  ]

  private static func form(_ form: ScenarioForm) -> FormKey.Shape { .mapping(form) }
}

import Diagnostics
import Glibc
import WorkflowEngine
import WorkflowLanguage

let usage = """
  usage: workflow-bench lifecycle FILE CYCLES CUSTOMERS   attempts per second in memory
         workflow-bench cascade FILE ROUNDS SERVICES      nanoseconds for each record that changes
         workflow-bench refused FILE ATTEMPTS             refused attempts alone
         workflow-bench search FILE SERVICES WAY          situations; stepping, remembering or merging
         workflow-bench route FILE LOCATIONS SERVICES ROUNDS   milliseconds to find the way back
         workflow-bench load FILE ROUNDS                  text to checked definition, megabytes per second

  """

func definition(at path: String) -> WorkflowDefinition {
  let (definition, diagnostics) = DefinitionLoader().load(
    SourceFile(name: path, bytes: readFile(path)))
  guard let definition else {
    for diagnostic in diagnostics { complain(DiagnosticRenderer(color: false).render(diagnostic)) }
    exit(65)
  }
  return definition
}

let arguments = Array(CommandLine.arguments.dropFirst())
switch (arguments.first, arguments.count) {
case ("lifecycle", 4):
  LifecycleBench(cycles: Int(arguments[2]) ?? 1, customers: Int(arguments[3]) ?? 1)
    .run(definition: definition(at: arguments[1]))
case ("cascade", 4):
  CascadeBench(services: Int(arguments[3]) ?? 1, rounds: Int(arguments[2]) ?? 1)
    .run(definition: definition(at: arguments[1]))
case ("refused", 3):
  LifecycleBench.refuse(Int(arguments[2]) ?? 0, definition: definition(at: arguments[1]))
case ("search", 4):
  SearchBench(services: Int(arguments[2]) ?? 1)
    .run(
      definition: definition(at: arguments[1]),
      way: SearchBench.Way(rawValue: arguments[3]) ?? .merging)
case ("route", 5):
  try RouteBench(
    locations: Int(arguments[2]) ?? 1, services: Int(arguments[3]) ?? 1,
    rounds: Int(arguments[4]) ?? 1
  ).run(definition: definition(at: arguments[1]))
case ("load", 3):
  LoadBench(path: arguments[1], rounds: Int(arguments[2]) ?? 1).run()
default:
  complain(usage)
  exit(64)
}

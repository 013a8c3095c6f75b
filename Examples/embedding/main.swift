import Workflow
import WorkflowDesk
import WorkflowEngine

// Asks why a service cannot be reactivated, does what has to be done first, and reactivates it.
let desk = try Desk(workflow: "workflows/customer-account.yaml", store: "demo.db")
let clerk = Actor(user: "u17", roles: ["clerk"])
var reactivate = Asked("service.reactivate", of: "S1", by: clerk)

let refused = try await desk.dryRun(reactivate)
print(refused.outcome.rawValue)
for reason in refused.blockers { print("-", reason.sentence) }

for (event, record) in [("account.reactivate", "A1"), ("location.reactivate", "L1")] {
  let answer = try await desk.apply(Asked(event, of: record, by: clerk))
  print(event, answer.outcome.rawValue)
}
reactivate.edits = ["end_date": "null"]
let done = try await desk.apply(reactivate)
print(done.outcome.rawValue, done.plan?.steps.count ?? 0, "record changed")

let shown = try await desk.show("service", "S1", to: clerk)
print(shown.name, shown.badges, "may:", shown.menu.map(\.label).joined(separator: ", "))

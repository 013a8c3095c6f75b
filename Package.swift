// swift-tools-version: 6.1
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
  name: "workflow",
  products: [
    .executable(name: "workflow-run", targets: ["workflow-run"]),
    .library(name: "WorkflowEngine", targets: ["WorkflowEngine"]),
    .library(name: "CEL", targets: ["CEL"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
  ],
  targets: [
    // Floor 0
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .target(name: "Diagnostics", swiftSettings: settings),
    .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
    // Floor 1
    .target(name: "YAML", dependencies: ["CYAML", "Diagnostics"], swiftSettings: settings),
    // Debian's libre2: patterns that match in linear time. A static link needs stdc++ behind it.
    .target(
      name: "CRE2",
      linkerSettings: [.linkedLibrary("re2"), .linkedLibrary("stdc++")]),
    .target(name: "CEL", dependencies: ["CRE2"], swiftSettings: settings),
    // Floor 2
    .target(name: "WorkflowEngine", dependencies: ["CEL"], swiftSettings: settings),
    // Floor 3
    .target(
      name: "WorkflowLanguage",
      dependencies: ["CEL", "Diagnostics", "WorkflowEngine", "YAML"],
      swiftSettings: settings),
    // Floor 4
    .target(
      name: "WorkflowStore",
      dependencies: [
        "CEL", "Diagnostics", "WorkflowEngine", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ],
      swiftSettings: settings),
    .target(
      name: "WorkflowScenarios",
      dependencies: ["CEL", "Diagnostics", "WorkflowEngine", "WorkflowLanguage", "YAML"],
      swiftSettings: settings),
    .target(
      name: "WorkflowAnalysis",
      dependencies: ["CEL", "Diagnostics", "WorkflowEngine", "WorkflowLanguage"],
      swiftSettings: settings),
    .target(
      name: "SCXML",
      dependencies: ["CEL", "CExpat", "Diagnostics", "WorkflowEngine", "WorkflowLanguage"],
      swiftSettings: settings),
    .executableTarget(
      name: "workflow-bench",
      dependencies: ["CEL", "Diagnostics", "WorkflowAnalysis", "WorkflowEngine", "WorkflowLanguage"],
      swiftSettings: settings),
    // Floor 5
    .executableTarget(
      name: "workflow-run",
      dependencies: [
        "CEL", "Diagnostics", "SCXML", "WorkflowAnalysis", "WorkflowEngine", "WorkflowLanguage",
        "WorkflowScenarios", "WorkflowStore", "YAML",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
    .executableTarget(name: "cel-bench", dependencies: ["CEL"], swiftSettings: settings),
    // Tests
    .testTarget(name: "TidyTests", swiftSettings: settings),
    .testTarget(name: "DiagnosticsTests", dependencies: ["Diagnostics"], swiftSettings: settings),
    .testTarget(name: "YAMLTests", dependencies: ["Diagnostics", "YAML"], swiftSettings: settings),
    .testTarget(name: "CELTests", dependencies: ["CEL"], swiftSettings: settings),
    .testTarget(
      name: "WorkflowEngineTests",
      dependencies: ["CEL", "Diagnostics", "WorkflowEngine", "WorkflowLanguage"],
      swiftSettings: settings),
    .testTarget(
      name: "WorkflowLanguageTests",
      dependencies: ["CEL", "Diagnostics", "WorkflowEngine", "WorkflowLanguage", "YAML"],
      swiftSettings: settings),
    .testTarget(
      name: "WorkflowAnalysisTests",
      dependencies: ["CEL", "Diagnostics", "WorkflowAnalysis", "WorkflowEngine", "WorkflowLanguage"],
      swiftSettings: settings),
    .testTarget(
      name: "WorkflowScenariosTests",
      dependencies: [
        "CEL", "Diagnostics", "WorkflowEngine", "WorkflowLanguage", "WorkflowScenarios",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "WorkflowStoreTests",
      dependencies: [
        "CEL", "Diagnostics", "WorkflowEngine", "WorkflowLanguage", "WorkflowStore",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "SCXMLTests",
      dependencies: ["CEL", "Diagnostics", "SCXML", "WorkflowEngine", "WorkflowLanguage"],
      exclude: ["Charts"], swiftSettings: settings),
    .testTarget(
      name: "CommandLineTests",
      dependencies: [
        "CEL", "Diagnostics", "WorkflowEngine", "WorkflowScenarios", "workflow-run",
      ],
      swiftSettings: settings),
  ],
  cxxLanguageStandard: .cxx17
)

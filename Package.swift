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
    .library(name: "Workflow", targets: ["WorkflowDesk", "Workflow", "WorkflowEngine"]),
    .executable(name: "workflow-run", targets: ["workflow-run"]),
    .library(name: "WorkflowEngine", targets: ["WorkflowEngine"]),
    .library(name: "CEL", targets: ["CEL"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    // Floor 0
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .target(name: "Diagnostics", swiftSettings: settings),
    .target(name: "JSONText", swiftSettings: settings),
    .target(name: "TextFiles", swiftSettings: settings),
    .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
    // Floor 1
    .target(name: "YAML", dependencies: ["CYAML", "Diagnostics"], swiftSettings: settings),
    // Debian's libre2: patterns that match in linear time. A static link needs stdc++ behind it.
    .target(
      name: "CRE2",
      linkerSettings: [.linkedLibrary("re2"), .linkedLibrary("stdc++")]),
    // The time zones that are used where the system has none.
    .target(name: "CTimeZones"),
    .target(name: "CEL", dependencies: ["CRE2", "CTimeZones"], swiftSettings: settings),
    // Floor 2
    .target(name: "WorkflowEngine", dependencies: ["CEL"], swiftSettings: settings),
    // Floor 3
    .target(
      name: "WorkflowLanguage",
      dependencies: ["CEL", "Diagnostics", "TextFiles", "WorkflowEngine", "YAML"],
      swiftSettings: settings),
    // The words of screens: another language is one more file for each kind of words.
    .target(
      name: "WorkflowWords", dependencies: ["CEL", "Diagnostics", "WorkflowEngine"],
      swiftSettings: settings),
    // Floor 4
    .target(
      name: "WorkflowStore",
      dependencies: ["CEL", "Diagnostics", "JSONText", "WorkflowEngine", "WorkflowWords", "YAML"],
      swiftSettings: settings),
    .target(
      name: "SQLiteStore",
      dependencies: [
        "CEL", "Diagnostics", "JSONText", "WorkflowEngine", "WorkflowStore", "WorkflowWords",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ],
      swiftSettings: settings),
    // Floor 5
    .target(
      name: "RecordFiles",
      dependencies: [
        "CEL", "Diagnostics", "JSONText", "TextFiles", "WorkflowEngine", "WorkflowLanguage",
        "WorkflowStore", "WorkflowWords", "YAML",
      ],
      swiftSettings: settings),
    .target(
      name: "Workflow",
      dependencies: [
        "CEL", "Diagnostics", "JSONText", "RecordFiles", "WorkflowEngine", "WorkflowLanguage",
        "WorkflowStore", "WorkflowWords",
      ],
      swiftSettings: settings),
    // Floor 6
    .target(
      name: "WorkflowAnalysis",
      dependencies: [
        "CEL", "Diagnostics", "JSONText", "Workflow", "WorkflowEngine", "WorkflowLanguage",
        "WorkflowStore", "WorkflowWords",
      ],
      swiftSettings: settings),
    .target(
      name: "SCXML",
      dependencies: [
        "CEL", "CExpat", "Diagnostics", "Workflow", "WorkflowEngine", "WorkflowLanguage",
        "WorkflowStore", "WorkflowWords", "YAML",
      ],
      swiftSettings: settings),
    .target(
      name: "WorkflowDesk",
      dependencies: [
        "CEL", "Diagnostics", "SQLiteStore", "Workflow", "WorkflowEngine", "WorkflowLanguage",
        "WorkflowStore",
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "embedding", dependencies: ["WorkflowDesk", "Workflow", "WorkflowEngine"],
      path: "Examples/embedding", swiftSettings: settings),
    .executableTarget(
      name: "workflow-bench",
      dependencies: [
        "CEL", "Diagnostics", "Workflow", "WorkflowAnalysis", "WorkflowEngine",
        "WorkflowLanguage", "WorkflowStore",
      ],
      swiftSettings: settings),
    // Floor 7
    .target(
      name: "WorkflowScenarios",
      dependencies: [
        "CEL", "Diagnostics", "JSONText", "Workflow", "WorkflowAnalysis", "WorkflowEngine",
        "WorkflowLanguage", "WorkflowStore", "WorkflowWords", "YAML",
      ],
      swiftSettings: settings),
    // Floor 8
    .executableTarget(
      name: "workflow-run",
      dependencies: [
        "CEL", "Diagnostics", "JSONText", "RecordFiles", "SCXML", "SQLiteStore", "TextFiles",
        "Workflow", "WorkflowAnalysis", "WorkflowEngine", "WorkflowLanguage", "WorkflowScenarios",
        "WorkflowStore", "WorkflowWords", "YAML",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
    .executableTarget(name: "cel-bench", dependencies: ["CEL"], swiftSettings: settings),
    // Tests
    .target(
      name: "TestSupport", dependencies: ["JSONText"], path: "Tests/TestSupport",
      swiftSettings: settings),
    .testTarget(name: "TidyTests", swiftSettings: settings),
    .testTarget(name: "DiagnosticsTests", dependencies: ["Diagnostics"], swiftSettings: settings),
    .testTarget(
      name: "JSONTextTests", dependencies: ["JSONText", "TestSupport"], swiftSettings: settings),
    .testTarget(name: "YAMLTests", dependencies: ["Diagnostics", "YAML"], swiftSettings: settings),
    .testTarget(name: "CELTests", dependencies: ["CEL"], swiftSettings: settings),
    .testTarget(
      name: "WorkflowEngineTests",
      dependencies: ["CEL", "Diagnostics", "WorkflowEngine", "WorkflowLanguage", "WorkflowWords"],
      swiftSettings: settings),
    .testTarget(
      name: "WorkflowLanguageTests",
      dependencies: ["CEL", "Diagnostics", "WorkflowEngine", "WorkflowLanguage", "YAML"],
      swiftSettings: settings),
    .testTarget(
      name: "WorkflowAnalysisTests",
      dependencies: [
        "CEL", "Diagnostics", "TestSupport", "WorkflowAnalysis", "WorkflowEngine",
        "WorkflowLanguage",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "WorkflowScenariosTests",
      dependencies: [
        "CEL", "Diagnostics", "JSONText", "TestSupport", "Workflow", "WorkflowAnalysis",
        "WorkflowEngine", "WorkflowLanguage", "WorkflowScenarios", "WorkflowStore",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "RecordFilesTests",
      dependencies: [
        "CEL", "Diagnostics", "JSONText", "RecordFiles", "TestSupport", "TextFiles",
        "WorkflowEngine", "WorkflowLanguage", "WorkflowStore",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "WorkflowTests",
      dependencies: [
        "CEL", "Diagnostics", "JSONText", "SQLiteStore", "TestSupport", "Workflow", "WorkflowDesk",
        "WorkflowEngine", "WorkflowLanguage", "WorkflowScenarios", "WorkflowStore",
      ],
      swiftSettings: settings),
    // The kinds of stores that tests run over, and a small shop to try them with.
    .target(
      name: "StoreTesting",
      dependencies: [
        "CEL", "Diagnostics", "JSONText", "Workflow", "SQLiteStore", "WorkflowEngine",
        "WorkflowLanguage", "WorkflowStore",
        "WorkflowWords",
      ],
      path: "Tests/StoreTesting", swiftSettings: settings),
    .testTarget(
      name: "WorkflowStoreTests",
      dependencies: [
        "CEL", "JSONText", "SQLiteStore", "StoreTesting", "TestSupport", "Workflow",
        "WorkflowEngine", "WorkflowStore",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "SQLiteStoreTests",
      dependencies: [
        "CEL", "Diagnostics", "SQLiteStore", "StoreTesting", "Workflow", "WorkflowEngine",
        "WorkflowLanguage", "WorkflowStore", "WorkflowWords",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "SCXMLTests",
      dependencies: [
        "CEL", "Diagnostics", "SCXML", "WorkflowEngine", "WorkflowLanguage", "WorkflowStore",
        "YAML",
      ],
      exclude: ["Charts"], swiftSettings: settings),
    .testTarget(
      name: "CommandLineTests",
      dependencies: [
        "CEL", "Diagnostics", "JSONText", "RecordFiles", "SQLiteStore", "TestSupport",
        "Workflow", "WorkflowEngine", "WorkflowLanguage", "WorkflowScenarios", "WorkflowStore",
        "WorkflowWords", "workflow-run",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
  ],
  cxxLanguageStandard: .cxx17
)

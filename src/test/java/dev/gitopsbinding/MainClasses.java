package dev.gitopsbinding;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** Imports the code of src/main. */
final class MainClasses {
  private MainClasses() {}

  /**
   * Nothing is known of the classes of libraries and of the JDK; to import these too takes longer.
   */
  static JavaClasses withoutLibraries() {
    return ArchConfiguration.withThreadLocalScope(
        configuration -> {
          configuration.setResolveMissingDependenciesFromClassPath(false);
          return new ClassFileImporter()
              .withImportOption(new ImportOption.DoNotIncludeTests())
              .importPackages("dev.gitopsbinding");
        });
  }
}

package dev.unfold.jobs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.unfold");

  @Test
  void modulesDependInOneDirection() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.unfold.driver..", "dev.unfold.worker..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.unfold.jobs..")
        .allowEmptyShould(true)
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("dev.unfold.worker..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.unfold.driver..")
        .allowEmptyShould(true)
        .check(CLASSES);
  }
}

package dev.unfold.jobs;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.unfold.worker.ClassCircles;
import dev.unfold.worker.PackageImports;
import dev.unfold.worker.SourceSizes;
import dev.unfold.worker.error.ClassifiedError;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class JobsArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.unfold");
  private static final JavaClasses COMMAND_LINE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.unfold.jobs");

  @Test
  void packagesImportWhatTheyList() {
    PackageImports.check(COMMAND_LINE);
  }

  @Test
  void packagesAreInNoCircle() {
    PackageImports.checkCircles(COMMAND_LINE);
  }

  @Test
  void classesOfAPackageAreInNoCircle() {
    ClassCircles.check(COMMAND_LINE);
  }

  @Test
  void packagesAreSmall() {
    PackageImports.checkSizes(COMMAND_LINE);
  }

  @Test
  void filesAndMethodsAreSmall() throws IOException {
    SourceSizes.check();
  }

  /**
   * An exception has a kind, which determines the exit code, or the compiler requires that its own
   * package handles it.
   */
  @Test
  void everyExceptionHasAKindOrStaysInItsPackage() {
    classes()
        .that()
        .areAssignableTo(Throwable.class)
        .and()
        .areNotAssignableTo(ClassifiedError.class)
        .should()
        .bePackagePrivate()
        .andShould()
        .notBeAssignableTo(RuntimeException.class)
        .andShould()
        .notBeAssignableTo(IOException.class)
        .andShould()
        .notBeAssignableTo(Error.class)
        .check(CLASSES);
  }

  /** Files from others are parsed, never turned into objects of classes that they name. */
  @Test
  void noModuleDeserializesFiles() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.io.ObjectInputStream")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.beans.XMLDecoder")
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("com.esotericsoftware.kryo..", "org.yaml.snakeyaml..")
        .orShould()
        .callMethodWhere(
            target(nameMatching("objectFile|activateDefaultTyping|enableDefaultTyping")))
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("com.fasterxml.jackson.annotation.JsonTypeInfo")
        .check(CLASSES);
  }

  @Test
  void modulesDependInOneDirection() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.unfold.driver..", "dev.unfold.worker..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.unfold.jobs..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("dev.unfold.worker..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.unfold.driver..")
        .check(CLASSES);
  }
}

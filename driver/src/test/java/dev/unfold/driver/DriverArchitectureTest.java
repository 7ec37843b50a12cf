package dev.unfold.driver;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.unfold.worker.ClassCircles;
import dev.unfold.worker.PackageImports;
import dev.unfold.worker.SourceSizes;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class DriverArchitectureTest {
  private static final String CORPUS = "dev.unfold.driver.corpus..";
  private static final String MONITORING = "dev.unfold.driver.monitoring..";
  private static final String OPERATION = "dev.unfold.driver.operation..";
  private static final String STORAGE = "dev.unfold.driver.storage..";
  private static final String REPORT = "dev.unfold.driver.report..";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.unfold.driver", "dev.unfold.api", "dev.unfold.ml");

  @Test
  void packagesImportWhatTheyList() {
    PackageImports.check(CLASSES);
  }

  @Test
  void packagesAreInNoCircle() {
    PackageImports.checkCircles(CLASSES);
  }

  @Test
  void classesOfAPackageAreInNoCircle() {
    ClassCircles.check(CLASSES);
  }

  @Test
  void packagesAreSmall() {
    PackageImports.checkSizes(CLASSES);
  }

  @Test
  void filesAndMethodsAreSmall() throws IOException {
    SourceSizes.check();
  }

  @Test
  void corpusAndStorageDoNotImportHigherPackages() {
    noClasses()
        .that()
        .resideInAnyPackage(CORPUS, STORAGE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.unfold.driver.training..",
            "dev.unfold.driver.evaluation..",
            "dev.unfold.driver.prediction..",
            REPORT)
        .check(CLASSES);
  }

  @Test
  void onlyCorpusAndStorageImportHadoop() {
    noClasses()
        .that()
        .resideOutsideOfPackages(CORPUS, STORAGE)
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.apache.hadoop..")
                .and(not(name("org.apache.hadoop.conf.Configuration"))))
        .check(CLASSES);
  }

  @Test
  void onlyOperationsImportMonitoring() {
    noClasses()
        .that()
        .resideOutsideOfPackages(MONITORING, OPERATION)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(MONITORING)
        .check(CLASSES);
  }

  @Test
  void onlyReportRetrainingAndOperationImportReport() {
    noClasses()
        .that()
        .resideOutsideOfPackages(REPORT, OPERATION, "dev.unfold.driver.retraining..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(REPORT)
        .check(CLASSES);
  }

  @Test
  void nothingIsBuiltOnTheInterfacesForPrograms() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.unfold.api", "dev.unfold.ml..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.unfold.api", "dev.unfold.ml..")
        .check(CLASSES);
  }

  @Test
  void driverDoesNotImportJobs() {
    noClasses().should().dependOnClassesThat().resideInAPackage("dev.unfold.jobs..").check(CLASSES);
  }
}

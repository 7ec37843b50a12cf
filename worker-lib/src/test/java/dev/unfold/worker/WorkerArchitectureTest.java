package dev.unfold.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkerArchitectureTest {
  /**
   * The levels, lowest first; packages on the same level may use each other. Subpackages belong to
   * their parent.
   */
  private static final List<List<String>> LEVELS =
      List.of(
          List.of("error"),
          List.of("file"),
          List.of("settings"),
          List.of("extension"),
          List.of("tensor"),
          List.of("parameters"),
          List.of("sequence"),
          List.of("network"),
          List.of("optimizer"),
          List.of("bptt"),
          List.of("model"),
          List.of("generation"),
          List.of("prediction"),
          List.of("evaluation"),
          List.of("benchmark"));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.unfold.worker", "dev.unfold.inference");

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
  void lowerPackagesNeverImportHigherOnes() {
    IntStream.range(0, LEVELS.size() - 1).forEach(WorkerArchitectureTest::checkImportsOfLevel);
  }

  @Test
  void optimizersDoNotImportNetworks() {
    noClasses()
        .that()
        .resideInAPackage(pattern("optimizer"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(pattern("network"))
        .check(CLASSES);
  }

  @Test
  void metricsImportSettingsAndJavaOnly() {
    classes()
        .that()
        .resideInAPackage(pattern("evaluation.metric"))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", pattern("settings"), pattern("evaluation.metric"))
        .check(CLASSES);
  }

  @Test
  void workerLibImportsNeitherSparkNorHadoopNorDl4jNorALogger() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.spark..",
            "scala..",
            "org.apache.hadoop..",
            "org.deeplearning4j..",
            "org.nd4j..",
            "org.apache.logging..",
            "org.slf4j.impl..",
            "ch.qos.logback..")
        .check(CLASSES);
  }

  @Test
  void workerLibImportsNeitherDriverNorJobs() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.unfold.driver..", "dev.unfold.jobs..")
        .check(CLASSES);
  }

  @Test
  void nothingImportsTheInterfaceForPrograms() {
    noClasses()
        .that()
        .resideInAPackage("dev.unfold.worker..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.unfold.inference..")
        .check(CLASSES);
  }

  private static void checkImportsOfLevel(int level) {
    noClasses()
        .that()
        .resideInAnyPackage(patterns(LEVELS.subList(level, level + 1)))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(patterns(LEVELS.subList(level + 1, LEVELS.size())))
        .check(CLASSES);
  }

  private static String[] patterns(List<List<String>> levels) {
    return levels.stream()
        .flatMap(List::stream)
        .map(WorkerArchitectureTest::pattern)
        .toArray(String[]::new);
  }

  private static String pattern(String name) {
    return "dev.unfold.worker." + name + "..";
  }
}

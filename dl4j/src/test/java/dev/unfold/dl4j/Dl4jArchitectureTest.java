package dev.unfold.dl4j;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.unfold.worker.ClassCircles;
import dev.unfold.worker.PackageImports;
import dev.unfold.worker.SourceSizes;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class Dl4jArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.unfold.dl4j");

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
}

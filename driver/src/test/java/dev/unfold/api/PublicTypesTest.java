package dev.unfold.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Says which packages and types are the public interface, and that it shows no others. */
class PublicTypesTest {
  private static final String API = "dev.unfold.api";
  private static final String ML = "dev.unfold.ml";
  private static final List<String> PACKAGES =
      List.of(API, ML, "dev.unfold.ml.param", "dev.unfold.worker.error");
  private static final List<String> OTHER_TYPES = List.of("java.", "org.apache.spark.");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(PACKAGES);

  private static Set<String> publicTypes(String packageName) {
    return CLASSES.stream()
        .filter(type -> type.getPackageName().equals(packageName))
        .filter(type -> type.getEnclosingClass().isEmpty())
        .filter(PublicTypesTest::isPublic)
        .map(JavaClass::getSimpleName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void theseTypesArePublicForPipelines() {
    assertThat(publicTypes(ML))
        .containsExactly(
            "ClassEstimator",
            "ClassModel",
            "NextStepModel",
            "NextStepPredictor",
            "SequenceClassificationModel",
            "SequenceClassifier",
            "SequenceEstimator",
            "SequenceModel",
            "SequenceRegressionModel",
            "SequenceRegressor",
            "SequenceScorer",
            "SequenceScorerModel",
            "SequenceTagger",
            "SequenceTaggerModel",
            "SequenceToSequence",
            "SequenceToSequenceModel");
  }

  @Test
  void theseTypesArePublic() {
    assertThat(publicTypes(API))
        .containsExactly(
            "EvaluationRequest",
            "EvaluationResult",
            "GenerationRequest",
            "PredictionRequest",
            "PredictionResult",
            "RetrainingResult",
            "RunListener",
            "Settings",
            "TrainedModel",
            "TrainingResult",
            "Unfold",
            "UnfoldException");
  }

  @Test
  void theirSignaturesShowOnlyTheInterfaceJavaAndSpark() {
    Set<String> others =
        CLASSES.stream()
            .filter(PublicTypesTest::isPublic)
            .flatMap(PublicTypesTest::shown)
            .flatMap(type -> type.getAllInvolvedRawTypes().stream())
            .map(JavaClass::getBaseComponentType)
            .filter(type -> !type.isPrimitive())
            .filter(type -> !PACKAGES.contains(type.getPackageName()))
            .map(JavaClass::getName)
            .filter(name -> OTHER_TYPES.stream().noneMatch(name::startsWith))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(others).isEmpty();
  }

  private static boolean isPublic(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC);
  }

  private static Stream<JavaType> shown(JavaClass type) {
    Stream<JavaType> ofCode =
        type.getCodeUnits().stream()
            .filter(code -> code.getModifiers().contains(JavaModifier.PUBLIC))
            .flatMap(PublicTypesTest::shown);
    Stream<JavaType> ofFields =
        type.getFields().stream()
            .filter(field -> field.getModifiers().contains(JavaModifier.PUBLIC))
            .map(field -> field.getType());
    Stream<JavaType> ofParents =
        Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
    return Stream.of(ofCode, ofFields, ofParents).flatMap(types -> types);
  }

  private static Stream<JavaType> shown(JavaCodeUnit code) {
    Stream<JavaType> thrown =
        code.getThrowsClause().stream().map(declaration -> declaration.getRawType());
    return Stream.of(Stream.of(code.getReturnType()), code.getParameterTypes().stream(), thrown)
        .flatMap(types -> types);
  }
}

package dev.unfold.worker;

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

/**
 * The public types of a package that is an interface for programs.
 *
 * @param api the package
 */
public record PublicTypes(String api) {
  private static final String ERRORS = "dev.unfold.worker.error";

  /** Returns the simple names of the types. */
  public Set<String> names() {
    return classes().stream()
        .filter(type -> type.getPackageName().equals(api))
        .filter(type -> type.getEnclosingClass().isEmpty())
        .filter(PublicTypes::isPublic)
        .map(JavaClass::getSimpleName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Returns the types that their signatures show besides their own and the kinds of errors.
   *
   * @param allowed the beginnings of the names of other types that they may show
   */
  public Set<String> othersShown(List<String> allowed) {
    return classes().stream()
        .filter(PublicTypes::isPublic)
        .flatMap(PublicTypes::shown)
        .flatMap(type -> type.getAllInvolvedRawTypes().stream())
        .map(JavaClass::getBaseComponentType)
        .filter(type -> !type.isPrimitive())
        .filter(type -> !List.of(api, ERRORS).contains(type.getPackageName()))
        .map(JavaClass::getName)
        .filter(name -> allowed.stream().noneMatch(name::startsWith))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private JavaClasses classes() {
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages(api, ERRORS);
  }

  private static boolean isPublic(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC);
  }

  private static Stream<JavaType> shown(JavaClass type) {
    Stream<JavaType> ofCode =
        type.getCodeUnits().stream()
            .filter(code -> code.getModifiers().contains(JavaModifier.PUBLIC))
            .flatMap(PublicTypes::shown);
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

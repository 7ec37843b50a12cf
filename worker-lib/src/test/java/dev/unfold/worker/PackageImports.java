package dev.unfold.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Compares the imports of the packages of a module with those that each package-info.java lists.
 * Java itself need not be listed; other libraries are listed by the first three parts of a package.
 */
public final class PackageImports {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final Pattern LIST =
      Pattern.compile("<p>Imports: (.*?)\\.\\s*\\*/", Pattern.DOTALL);
  private static final Pattern NAME = Pattern.compile("\\{@code\\s[\\s*]*([\\w.]+)\\}");
  private static final int MAX_CLASSES = 22;
  private static final String OWN = "dev.unfold.";

  private PackageImports() {}

  /**
   * Fails where a package imports one that it does not list, or lists one that it does not import.
   */
  public static void check(JavaClasses classes) {
    List<String> differences = new ArrayList<>();
    Map<String, Set<String>> listed = listed(classes);
    imports(classes)
        .forEach(
            (name, imports) -> {
              without(imports, listed.get(name))
                  .forEach(other -> differences.add(name + " imports " + other + ", not listed"));
              without(listed.get(name), imports)
                  .forEach(other -> differences.add(name + " lists " + other + ", not imported"));
            });
    assertThat(differences).isEmpty();
  }

  /** Fails where a package has more classes than a reader can keep in view. */
  public static void checkSizes(JavaClasses classes) {
    Map<String, Long> sizes =
        classes.stream()
            .filter(owner -> owner.getEnclosingClass().isEmpty())
            .filter(owner -> !owner.getSimpleName().equals("package-info"))
            .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
    sizes.values().removeIf(size -> size <= MAX_CLASSES);
    assertThat(sizes).as("packages with more than %d classes", MAX_CLASSES).isEmpty();
  }

  private static Set<String> without(Set<String> names, Set<String> others) {
    Set<String> left = new TreeSet<>(names);
    left.removeAll(others);
    return left;
  }

  /** Fails where packages import each other in a circle. */
  public static void checkCircles(JavaClasses classes) {
    Map<String, Set<String>> left = imports(classes);
    while (left.values().removeIf(imports -> imports.stream().noneMatch(left::containsKey))) {
      // Packages without imports among those that are left are in no circle.
    }
    assertThat(left).as("packages in a circle, or above one").isEmpty();
  }

  private static Map<String, Set<String>> imports(JavaClasses classes) {
    Map<String, Set<String>> imports = new TreeMap<>();
    for (JavaClass owner : classes) {
      Set<String> names =
          imports.computeIfAbsent(name(owner.getPackageName()), any -> new TreeSet<>());
      for (Dependency dependency : owner.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        if (!target.isPrimitive()
            && !target.getPackageName().startsWith("java.")
            && !target.getPackageName().startsWith("javax.")
            && !target.getPackageName().equals(owner.getPackageName())) {
          names.add(name(target.getPackageName()));
        }
      }
    }
    return imports;
  }

  private static String name(String packageName) {
    if (packageName.startsWith(OWN)) {
      return packageName.substring(OWN.length());
    }
    return Pattern.compile("\\.")
        .splitAsStream(packageName)
        .limit(3)
        .collect(Collectors.joining("."));
  }

  private static Map<String, Set<String>> listed(JavaClasses classes) {
    Map<String, Set<String>> listed = new TreeMap<>();
    for (JavaClass owner : classes) {
      listed.computeIfAbsent(name(owner.getPackageName()), any -> listed(owner.getPackageName()));
    }
    return listed;
  }

  private static Set<String> listed(String packageName) {
    Path file = SOURCES.resolve(packageName.replace('.', '/')).resolve("package-info.java");
    try {
      Matcher list = LIST.matcher(Files.readString(file));
      assertThat(list.find()).as("%s: a paragraph that begins with Imports:", file).isTrue();
      return NAME.matcher(list.group(1))
          .results()
          .map(name -> name.group(1))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new AssertionError("cannot read " + file, e);
    }
  }
}

package dev.gitopsbinding.binding;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/** The names of variables that a template uses, in sections or alone. */
final class TemplateNames {
  private final Set<String> alone = new HashSet<>();
  private final Set<String> sections = new HashSet<>();

  private TemplateNames() {}

  static TemplateNames in(Template template) {
    TemplateNames names = new TemplateNames();
    template.visit(names.new Collector());
    return names;
  }

  /** Whether a name is used as a variable, and not only as a section. */
  boolean areAlone(String name) {
    return alone.contains(name);
  }

  /** Whether one of these names is used. */
  boolean haveAny(Set<String> names) {
    return !Collections.disjoint(names, alone) || !Collections.disjoint(names, sections);
  }

  private final class Collector implements Mustache.Visitor {
    @Override
    public void visitText(String text) {
      // Text uses no names.
    }

    @Override
    public void visitVariable(String name) {
      alone.add(name);
    }

    @Override
    public boolean visitInclude(String name) {
      return false;
    }

    @Override
    public boolean visitSection(String name) {
      sections.add(name);
      return true;
    }

    @Override
    public boolean visitInvertedSection(String name) {
      return visitSection(name);
    }
  }
}

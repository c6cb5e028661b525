package dev.gitopsbinding.api.v1alpha1.rule;

/** The operator's commits. */
public final class CommitRules {
  private CommitRules() {}

  public static final String AUTHOR_NAME =
      "!self.matches(r'[<>" + TextRules.CONTROL + "]') && self.matches(r'\\S')";
  public static final String AUTHOR_NAME_MESSAGE =
      "must be a name on one line, without '<' and '>', such as GitOps Operator";
  public static final String AUTHOR_EMAIL =
      "self.matches(r'^[^<>@\\s" + TextRules.CONTROL + "]+@[^<>@\\s" + TextRules.CONTROL + "]+$')";
  public static final String AUTHOR_EMAIL_MESSAGE =
      "must be an e-mail address such as gitops-operator@localhost";
  public static final String TEMPLATE =
      "self.matches(r'\\S') && !self.matches(r'[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x{9f}]')";
  public static final String TEMPLATE_MESSAGE =
      "must hold text without control characters, such as chore(refs): update {{image}} to {{tag}}";
  public static final String TEMPLATE_TRAILERS =
      "!self.matches(r'(?im)^\\s*gitops-(binding|source)\\s*:')";
  public static final String TEMPLATE_DIVIDER =
      "!self.matches(r'(?m)^(---(\\s|$)|# -{24} >8 -{24})')";
  public static final String TEMPLATE_DIVIDER_MESSAGE =
      "must not hold a line that begins with ---: git would not find the trailers below it";
  public static final String TEMPLATE_TRAILERS_MESSAGE =
      "must not hold the trailers GitOps-Binding and GitOps-Source: the operator adds them";
  private static final String COMMIT_VARIABLES = "\\{\\{[{&]?\\s*(subject|author|date)\\s*\\}\\}";
  public static final String TEMPLATE_COMMITS =
      "!self.matches(r'"
          + COMMIT_VARIABLES
          + "') || self.matches(r'(?s)\\{\\{#\\s*commits\\s*\\}\\}.*"
          + COMMIT_VARIABLES
          + ".*\\{\\{/\\s*commits\\s*\\}\\}')";
  public static final String TEMPLATE_COMMITS_MESSAGE =
      "must have subject, author and date inside {{#commits}} … {{/commits}}; outside write"
          + " commitSubject and commitAuthor";
}

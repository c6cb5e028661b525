/** The rules by which a binding is planned, one class each. Pure. */
package dev.gitopsbinding.plan.rule;

/** The Java Operator SDK: reconciler, schedule, lease. */
@NullMarked
package dev.gitopsbinding.controller;

import org.jspecify.annotations.NullMarked;

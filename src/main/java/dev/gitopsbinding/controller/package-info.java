/** The parts that use the Java Operator SDK: reconciler, schedule, lease. */
@NullMarked
package dev.gitopsbinding.controller;

import org.jspecify.annotations.NullMarked;

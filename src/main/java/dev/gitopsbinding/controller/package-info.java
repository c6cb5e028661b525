/** The Java Operator SDK: reconciler, schedule, lease. */
package dev.gitopsbinding.controller;

import java.io.IOException;
import java.io.StringReader;
import java.util.Properties;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.codeguruprofilerjavaagent.Profiler;

/** Starts the agent of CodeGuru Profiler as the parameter of the profiling group says. */
public final class ProfiledApplication {
    /** The lines NAME=VALUE of the parameter. */
    static Properties readSettings() throws IOException {
        String name = System.getenv("CODEGURU_PROFILER_PARAMETER");
        try (SsmClient ssm = SsmClient.create()) {
            Properties settings = new Properties();
            settings.load(new StringReader(ssm.getParameter(request -> request.name(name)).parameter().value()));
            return settings;
        }
    }

    /** An agent of Java takes its intervals and limits from the service alone. */
    public static void main(String[] arguments) throws IOException {
        Properties settings = readSettings();
        Profiler.builder()
                .profilingGroupName(settings.getProperty("ProfilingGroupName"))
                .awsRegionToReportTo(Region.of(settings.getProperty("Region")))
                .withHeapSummary(Boolean.parseBoolean(System.getenv("AWS_CODEGURU_PROFILER_HEAP_SUMMARY_ENABLED")))
                .build()
                .start();
    }
}

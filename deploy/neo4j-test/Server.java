import java.nio.file.Path;
import java.util.Arrays;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;

/** A Neo4j server on loopback for tests: Server HOME PORT [auth] [read-only]. It says "ready" when it listens and stops with the process. */
class Server {
    public static void main(String[] arguments) throws InterruptedException {
        var more = Arrays.asList(arguments).subList(2, arguments.length);
        var address = new SocketAddress("127.0.0.1", Integer.parseInt(arguments[1]));
        var service = new DatabaseManagementServiceBuilder(Path.of(arguments[0]))
                .setConfig(BoltConnector.enabled, true)
                .setConfig(BoltConnector.listen_address, address)
                .setConfig(GraphDatabaseSettings.auth_enabled, more.contains("auth"))
                .setConfig(GraphDatabaseSettings.read_only_database_default, more.contains("read-only"))
                .build();
        Runtime.getRuntime().addShutdownHook(new Thread(service::shutdown));
        System.out.println("ready " + address);
        Thread.currentThread().join();
    }
}

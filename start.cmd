@echo off
rem Entrega ao ./start.sh, dentro do WSL: mesma pasta, mesmas portas, mesmo navegador. Todos os argumentos passam adiante.
setlocal
chcp 65001 >nul 2>nul
rem O wsl.exe vem com o Windows mesmo sem nenhum Linux instalado: só um comando que roda prova que há um (o do Docker Desktop não tem bash).
rem O código de um erro do próprio wsl.exe é negativo (-1): "if errorlevel 1" não o veria.
wsl.exe -e bash -c true >nul 2>nul
if %errorlevel% equ 9009 goto :sem_wsl
if %errorlevel% neq 0 goto :sem_linux
wsl.exe --cd "%~dp0." -e bash ./start.sh %*
exit /b %errorlevel%

:sem_wsl
echo ERRO: falta o WSL, o Linux dentro do Windows. Num PowerShell de administrador:
goto :instale

:sem_linux
echo ERRO: o WSL está instalado, mas sem nenhum Linux que responda. Num PowerShell de administrador:
goto :instale

:instale
echo.
echo     wsl --install -d Ubuntu
echo.
echo Reinicie o computador e, na janela do Ubuntu: sudo apt update ^&^& sudo apt install -y openjdk-21-jdk
echo Depois, aqui: start.cmd
echo.
echo Sem o WSL não dá: ao compactar um tópico, o Kafka troca arquivos que ainda estão abertos. O Windows não deixa:
echo o broker dá a pasta de dados por perdida, e para. Com Docker também funciona: veja o README.md.
exit /b 1
